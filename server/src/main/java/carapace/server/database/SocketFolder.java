package carapace.server.database;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Where the embedded PostgreSQL puts its socket: `D/run`, or a folder of the temporary files when
/// that path is longer than the kernel takes.
final class SocketFolder {

    /// `sun_path` has 108 bytes, one of them for the end (unix(7)); PostgreSQL adds a lock file's
    /// suffix of five that is not bound by this.
    private static final int PATH_BYTES_MAX = 107;

    private static final int NAME_BYTES = 8;

    private SocketFolder() {}

    static Path of(Path data) {
        var near = data.resolve("run");
        if (fits(near)) {
            return FolderRights.ours(near);
        }
        var far = Path.of(System.getProperty("java.io.tmpdir"), "carapace-" + hash(data));
        if (!fits(far)) {
            throw new DatabaseRefused(
                    "the path of %s is too long for a socket: choose a shorter --data"
                            .formatted(far));
        }
        return FolderRights.ours(far);
    }

    private static boolean fits(Path folder) {
        var file = folder.resolve(".s.PGSQL." + Address.DEFAULT_PORT).toString();
        return file.getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX;
    }

    private static String hash(Path data) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var bytes = digest.digest(data.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
