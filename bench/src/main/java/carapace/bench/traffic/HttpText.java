package carapace.bench.traffic;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Requests as they go over the wire.
final class HttpText {

    private HttpText() {}

    /// @param server base URL
    /// @param headers complete lines, each with its end
    static byte[] request(String server, String method, String path, String headers, String body) {
        var content = body.getBytes(StandardCharsets.UTF_8);
        var length = body.isEmpty() ? "" : "Content-Length: %d\r\n".formatted(content.length);
        var head =
                "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n"
                        .formatted(
                                method, path, URI.create(server).getAuthority(), headers, length);
        var bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        var request = java.util.Arrays.copyOf(bytes, bytes.length + content.length);
        System.arraycopy(content, 0, request, bytes.length, content.length);
        return request;
    }
}
