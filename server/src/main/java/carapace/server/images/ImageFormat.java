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

    private static final int START_MAX = 8;

    private final List<String> starts;

    ImageFormat(String... starts) {
        this.starts = List.of(starts);
    }

    private boolean begins(String upload) {
        return starts.stream().anyMatch(upload::startsWith);
    }

    static Optional<ImageFormat> of(byte[] bytes) {
        var length = Math.min(bytes.length, START_MAX);
        var start = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
    }
}
