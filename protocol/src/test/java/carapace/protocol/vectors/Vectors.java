package carapace.protocol.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the files of `vectors/` with another JSON reader than the one that they try.
final class Vectors {

    static final Path ROOT = Path.of("src", "test", "resources", "vectors");

    private static final JsonMapper JSON = new JsonMapper();

    private Vectors() {}

    /// {@return all files below the folder, of which there must be so many}
    static List<Path> files(String folder, int min) {
        try (var files = Files.walk(ROOT.resolve(folder))) {
            var found = files.filter(Files::isRegularFile).sorted().toList();
            if (found.size() < min) {
                throw new AssertionError(
                        "%s has %d vectors, fewer than %d".formatted(folder, found.size(), min));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        return JSON.readTree(bytes(file));
    }

    static String text(JsonNode vector, String member) {
        return vector.required(member).stringValue();
    }

    static byte[] hex(JsonNode vector, String member) {
        return HexFormat.of().parseHex(text(vector, member));
    }

    /// {@return the name of the folder that the file is in}
    static String folder(Path file) {
        return file.getParent().getFileName().toString();
    }
}
