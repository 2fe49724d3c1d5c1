package carapace.drills.theft;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// What PostgreSQL keeps of a role's password (RFC 5803): enough to try guesses without asking it.
final class ScramVerifier {

    private static final Pattern FORM =
            Pattern.compile("SCRAM-SHA-256\\$(\\d+):([^$]+)\\$([^:]+):.+");
    private static final int KEY_BITS = 256;

    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;

    private ScramVerifier(byte[] salt, int iterations, byte[] storedKey) {
        this.salt = salt;
        this.iterations = iterations;
        this.storedKey = storedKey;
    }

    static ScramVerifier parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalStateException("a role has a password in another form than SCRAM");
        }
        return new ScramVerifier(
                Base64.getDecoder().decode(form.group(2)),
                Integer.parseInt(form.group(1)),
                Base64.getDecoder().decode(form.group(3)));
    }

    /// RFC 5802 §3, for passwords of ASCII, which SASLprep leaves alone.
    boolean accepts(String password) throws GeneralSecurityException {
        var derivation = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
        var salted =
                derivation
                        .generateSecret(
                                new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
                        .getEncoded();
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salted, "HmacSHA256"));
        var clientKey = mac.doFinal("Client Key".getBytes(StandardCharsets.US_ASCII));
        var key = MessageDigest.getInstance("SHA-256").digest(clientKey);
        return MessageDigest.isEqual(key, storedKey);
    }
}
