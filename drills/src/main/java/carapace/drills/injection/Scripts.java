package carapace.drills.injection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The drill's own files.
final class Scripts {

    private Scripts() {}

    static String read(String name) {
        try (var stream = Scripts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new AssertionError("the build packs " + name);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
