package carapace.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;

/// What the unpacked folder must hold: per line SHA-256, size and name of a program or library.
/// Written last, so a folder without it is not complete.
final class UnpackedManifest {

    private static final String FILE = "manifest";

    /// Hashing all 75 MB would cost a tenth of a second at each start; sizes tell a cut-off copy.
    private static final String HASHED_AT_START = "bin/postgres";

    private UnpackedManifest() {}

    static void write(Path folder) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(f -> isRegular(f)).sorted().toList()) {
                var name = folder.relativize(file).toString();
                if (name.startsWith("bin/") || name.startsWith("lib/")) {
                    lines.add("%s %d %s".formatted(sha256(file), Files.size(file), name));
                }
            }
        }
        Files.write(folder.resolve(FILE), lines);
    }

    static boolean matches(Path folder) throws IOException {
        var manifest = folder.resolve(FILE);
        if (!Files.exists(manifest)) {
            return false;
        }
        for (var line : Files.readAllLines(manifest)) {
            var parts = line.split(" ", 3);
            var file = folder.resolve(parts[2]);
            if (!isRegular(file) || Files.size(file) != Long.parseLong(parts[1])) {
                return false;
            }
            if (parts[2].equals(HASHED_AT_START) && !sha256(file).equals(parts[0])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRegular(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static String sha256(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
