package carapace.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.springframework.util.FileSystemUtils;

/// The data folder of a server that was started once and stopped: made once in this JVM, then
/// copied. All the same real data of a real server, without `initdb` and migrations each time.
final class FreshData {

    private static final long COPY_SECONDS_MAX = 60;
    private static final Path TEMPLATE = template();

    private FreshData() {}

    /// @param data absent; the folder around it exists
    static void copyTo(Path data) throws IOException {
        // Keeps who owns what, and the rights on which the server insists.
        var copy = new ProcessBuilder("cp", "-a", TEMPLATE.toString(), data.toString());
        var process = copy.inheritIO().start();
        try {
            if (!process.waitFor(COPY_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("cannot copy the server's data to " + data);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while copying", e);
        }
    }

    private static Path template() {
        try {
            var folder = Files.createTempDirectory("carapace-fresh");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            var data = folder.resolve("data");
            CarapaceServer.start(ServerOptions.local(data, 0)).close();
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
