package carapace.server.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Bytes ready to be sent, also compressed, and the name of their version.
///
/// Compressed is only what everybody may see: sizes tell nothing that is not shown.
final class Payload {

    /// 48 bits tell the versions of one page or file apart.
    private static final int VERSION_DIGITS = 12;

    /// Compressed bytes are kept where they are at most so many hundredths of the plain ones.
    private static final int GZIP_PERCENT_MAX = 90;

    /// A coding with which the client says that it does not want it.
    private static final Pattern REFUSED = Pattern.compile(".*;\\s*[qQ]=0(\\.0*)?\\s*");

    private final byte[] bytes;
    private final byte @Nullable [] gzip;
    private final String version;
    private final String etag;

    /// @param bytes taken over, not copied
    Payload(byte[] bytes) {
        this.bytes = bytes;
        this.gzip = gzip(bytes);
        this.version = sha256(bytes).substring(0, VERSION_DIGITS);
        // Weak, since both forms have it.
        this.etag = "W/\"" + version + '"';
    }

    /// {@return bytes kept in memory}
    int size() {
        return bytes.length + (gzip == null ? 0 : gzip.length);
    }

    /// {@return the first digits of the SHA-256}
    String version() {
        return version;
    }

    /// {@return the version as it stands in an `ETag` header}
    String etag() {
        return etag;
    }

    /// In the form that the client takes.
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var body = bytes;
        if (gzip != null) {
            response.addHeader("Vary", "Accept-Encoding");
            if (takesGzip(request.getHeader("Accept-Encoding"))) {
                response.setHeader("Content-Encoding", "gzip");
                body = gzip;
            }
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /// RFC 9110 §12.5.3.
    static boolean takesGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (var coding : accepted.split(",", -1)) {
            var name = coding.split(";", 2)[0].strip();
            if (name.equalsIgnoreCase("gzip")) {
                return !REFUSED.matcher(coding).matches();
            }
        }
        return false;
    }

    private static byte @Nullable [] gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return compressed.size() * 100L <= (long) bytes.length * GZIP_PERCENT_MAX
                ? compressed.toByteArray()
                : null;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
