package carapace.server.access.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /v1/openapi.json`: what the API is, for programs. The build made it from the classes.
@RestController
final class OpenApiEndpoints {

    private static final String FOR_FIVE_MINUTES = "public, max-age=300";

    @GetMapping("/v1/openapi.json")
    void document(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", FOR_FIVE_MINUTES);
        response.setHeader("ETag", Document.ETAG);
        if (Document.ETAG.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        // The media type of its own, application/openapi+json, is a draft still.
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(Document.BYTES.length);
        response.getOutputStream().write(Document.BYTES);
    }

    /// Read when somebody first asks, since most never do.
    private static final class Document {

        static final byte[] BYTES = read();
        static final String ETAG = '"' + HexFormat.of().formatHex(sha256(BYTES), 0, 8) + '"';

        private static byte[] read() {
            try (var stream = OpenApiEndpoints.class.getResourceAsStream("/api/openapi.json")) {
                if (stream == null) {
                    throw new AssertionError("the build packs openapi.json");
                }
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static byte[] sha256(byte[] bytes) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("every JDK has SHA-256", e);
            }
        }
    }
}
