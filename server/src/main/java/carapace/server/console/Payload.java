package carapace.server.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Bytes ready to be sent, and the name of their version.
final class Payload {

    /// 48 bits tell the versions of one page or file apart.
    private static final int VERSION_DIGITS = 12;

    private final byte[] bytes;
    private final String version;
    private final String etag;

    /// @param bytes taken over, not copied
    Payload(byte[] bytes) {
        this.bytes = bytes;
        this.version = sha256(bytes).substring(0, VERSION_DIGITS);
        this.etag = '"' + version + '"';
    }

    int length() {
        return bytes.length;
    }

    /// {@return the first digits of the SHA-256}
    String version() {
        return version;
    }

    /// {@return the version as it stands in an `ETag` header}
    String etag() {
        return etag;
    }

    void send(HttpServletResponse response) throws IOException {
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
