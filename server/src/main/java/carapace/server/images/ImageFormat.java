package carapace.server.images;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the first bytes of an upload say that it is; what the client called it does not count.
enum ImageFormat {
    PNG("\u0089PNG\r\n\u001a\n"),
    JPEG("\u00ff\u00d8\u00ff"),
    GIF("GIF87a", "GIF89a");

    private final List<byte[]> starts;

    ImageFormat(String... starts) {
        this.starts =
                Arrays.stream(starts)
                        .map(start -> start.getBytes(StandardCharsets.ISO_8859_1))
                        .toList();
    }

    private boolean begins(byte[] bytes) {
        return starts.stream()
                .anyMatch(start ->
                        bytes.length >= start.length
                                && Arrays.equals(start, 0, start.length, bytes, 0, start.length));
    }

    static Optional<ImageFormat> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.begins(bytes)).findFirst();
    }
}
