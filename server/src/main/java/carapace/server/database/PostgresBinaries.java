package carapace.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.XZInputStream;

/// The programs `initdb` and `postgres`, unpacked once from the archive on the class path.
///
/// Their folder is named after the archive's checksum and appears complete or not at all. A damaged
/// copy is noticed by its [UnpackedManifest] and unpacked anew.
final class PostgresBinaries {

    private static final int UNPACK_SECONDS_MAX = 120;

    private PostgresBinaries() {}

    /// {@return the folder that holds `bin`, `lib` and `share`}
    ///
    /// @param data used when the user has no cache folder of its own
    static Path unpacked(Path data) {
        var archive = archive();
        var folder = FolderRights.cache(data).resolve("postgres-18-" + checksum(archive));
        try {
            if (UnpackedManifest.matches(folder)) {
                return folder;
            }
            unpack(archive, folder);
            return folder;
        } catch (IOException e) {
            throw new DatabaseRefused(
                    "cannot unpack PostgreSQL to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static URL archive() {
        var system = System.getProperty("os.name");
        var machine = System.getProperty("os.arch");
        var suffix = machine.equals("amd64") ? "x86_64" : "arm_64";
        var found = PostgresBinaries.class.getResource("/postgres-linux-%s.txz".formatted(suffix));
        if (found == null || !system.equals("Linux")) {
            throw new DatabaseRefused(
                    "no embedded PostgreSQL for %s on %s: give --database-url instead"
                            .formatted(system, machine));
        }
        return found;
    }

    /// CRC and size stand in the jar's directory, so that 15 MB need not be read at each start;
    /// that the jar is the right one is pinned in the build.
    private static String checksum(URL archive) {
        try {
            if (archive.openConnection() instanceof JarURLConnection jar) {
                var entry = jar.getJarEntry();
                return "%08x-%d".formatted(entry.getCrc(), entry.getSize());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the archive of PostgreSQL is always inside a jar: " + archive);
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        var parent = Files.createDirectories(folder.getParent());
        var fresh = Files.createTempDirectory(parent, "unpacking-");
        try {
            untar(archive, fresh);
            UnpackedManifest.write(fresh);
            if (Files.exists(folder)) {
                // Another process may be running from the damaged copy: move it, never cut it.
                var damaged = Files.createTempDirectory(parent, "damaged-");
                Files.move(folder, damaged.resolve("postgres"), StandardCopyOption.ATOMIC_MOVE);
                FolderRights.deleteTree(damaged);
            }
            Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            FolderRights.deleteTree(fresh);
            // Somebody else may have been faster.
            if (!UnpackedManifest.matches(folder)) {
                throw e;
            }
        }
    }

    private static void untar(URL archive, Path folder) throws IOException {
        var tar =
                new ProcessBuilder(List.of("tar", "-x", "-f", "-", "-C", folder.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var in = new XZInputStream(archive.openStream());
                var out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        try {
            if (!tar.waitFor(UNPACK_SECONDS_MAX, TimeUnit.SECONDS) || tar.exitValue() != 0) {
                tar.destroyForcibly();
                throw new IOException("tar failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
