package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every library and build tool is the one whose SHA-256 stands in `dependencies.sha256`. Maven
/// itself only compares a download with the sum that lies beside it, which its thief changes too.
class PinnedTest {

    private static final Path PINS = Path.of("..", "dependencies.sha256");
    private static final int LIBRARIES_MIN = 60;
    private static final int PINS_MIN = 250;

    /// From path inside the local repository to SHA-256 in hex.
    private static Map<String, String> pins() throws IOException {
        var pins = new TreeMap<String, String>();
        for (var line : Files.readAllLines(PINS)) {
            var parts = line.split(" {2}", 2);
            pins.put(parts[1], parts[0]);
        }
        return pins;
    }

    private static Path repository() {
        return classPath()
                .filter(jar -> jar.toString().contains("/org/jspecify/"))
                .map(jar -> jar.resolve("../../../../..").normalize())
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !entry.contains("/target/"))
                .map(Path::of);
    }

    private static List<String> changed(Path repository, Map<String, String> pins)
            throws IOException, NoSuchAlgorithmException {
        var changed = new ArrayList<String>();
        for (var pin : pins.entrySet()) {
            var jar = repository.resolve(pin.getKey());
            if (Files.exists(jar) && !sha256(jar).equals(pin.getValue())) {
                changed.add(pin.getKey());
            }
        }
        return changed;
    }

    private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256");
        var buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(file)) {
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void everyLibraryIsPinned() throws IOException {
        var repository = repository();
        var libraries = classPath().map(jar -> repository.relativize(jar).toString()).toList();

        assertThat(libraries).hasSizeGreaterThan(LIBRARIES_MIN);
        assertThat(pins().keySet())
                .as("repair as CONTRIBUTING.md tells, after looking at what changed")
                .containsAll(libraries);
    }

    @Test
    void everyPinHolds() throws IOException, NoSuchAlgorithmException {
        assertThat(pins()).hasSizeGreaterThan(PINS_MIN);
        assertThat(changed(repository(), pins())).as("jars with other bytes").isEmpty();
    }

    @Test
    void noticesOneOtherByte(@TempDir Path folder) throws IOException, NoSuchAlgorithmException {
        var jar = Files.write(folder.resolve("a.jar"), new byte[] {1, 2, 3});
        var pins = Map.of("a.jar", sha256(jar));
        assertThat(changed(folder, pins)).isEmpty();

        Files.write(jar, new byte[] {1, 2, 4});

        assertThat(changed(folder, pins)).containsExactly("a.jar");
    }
}
