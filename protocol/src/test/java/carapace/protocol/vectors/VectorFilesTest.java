package carapace.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The files on disk are those that the code here makes, byte for byte, and no others. With
/// `-Dvectors.write=true` they are written anew.
class VectorFilesTest {

    private static final int BYTES_MAX = 200 * 1024;
    private static final int FILES_MIN = 500;
    private static final boolean WRITE = Boolean.getBoolean("vectors.write");

    private static SortedMap<String, byte[]> onDisk() throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var paths = Files.walk(Vectors.ROOT)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                var name = Vectors.ROOT.relativize(path).toString().replace('\\', '/');
                if (!name.equals("README.md")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }

    private static void write(SortedMap<String, byte[]> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = Vectors.ROOT.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    @Test
    void filesAreWhatTheCodeMakes() throws IOException {
        var made = VectorSet.all();
        if (WRITE) {
            write(made);
        }
        var found = onDisk();

        assertThat(found.keySet()).containsExactlyElementsOf(made.keySet());
        made.forEach((path, bytes) -> assertThat(found.get(path)).as(path).isEqualTo(bytes));
        assertThat(found).hasSizeGreaterThan(FILES_MIN);
    }

    @Test
    void filesAreSmall() throws IOException {
        assertThat(onDisk().values())
                .allSatisfy(bytes -> assertThat(bytes).hasSizeLessThan(BYTES_MAX));
    }
}
