package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The statements that `carapace bench` takes for the server's: what it measures the server against
/// is worth something only while they are.
public final class Floor {

    private static final Path FILES = Path.of("..", "bench", "src", "main", "resources", "floor");

    private Floor() {}

    /// @param name of the file, without its ending
    /// @param sql that the server sends
    public static void assertCopied(String name, String sql) {
        var file = FILES.resolve(name + ".sql");
        assertThat(read(file).strip())
                .as("%s is the server's statement", file)
                .isEqualTo(sql.strip());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
