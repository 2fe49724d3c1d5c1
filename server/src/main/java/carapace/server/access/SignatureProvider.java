package carapace.server.access;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Security;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses who computes signatures in this process. AmazonCorrettoCryptoProvider checks Ed25519
/// signatures about fifteen times as fast as the JDK does, where there is a build of it (Linux).
public final class SignatureProvider {

    private static final Logger LOG = LoggerFactory.getLogger(SignatureProvider.class);

    /// RFC 8032 §7.1 TEST 1: public key, as X.509, and signature over the empty message.
    private static final String KEY =
            "302a300506032b6570032100"
                    + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

    private static final String SIGNATURE =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

    private SignatureProvider() {}

    /// Puts the fast provider first, if it loads and passes its own tests. Idempotent.
    ///
    /// @return the name of the provider that checks Ed25519 signatures from now on, seen at work
    public static String install() {
        try {
            var fast = AmazonCorrettoCryptoProvider.INSTANCE;
            if (fast.getLoadingError() != null) {
                LOG.warn("signatures will be slow: {}", fast.getLoadingError().getMessage());
            } else if (fast.runSelfTests() != SelfTestStatus.PASSED) {
                LOG.warn("signatures will be slow: the fast provider failed its own tests");
            } else {
                Security.insertProviderAt(fast, 1);
            }
        } catch (LinkageError unavailable) {
            LOG.warn("signatures will be slow: {}", unavailable.getMessage());
        }
        var name = seenAtWork();
        LOG.info("signatures are checked by {}", name);
        return name;
    }

    private static String seenAtWork() {
        try {
            var hex = HexFormat.of();
            var key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(hex.parseHex(KEY)));
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            if (!signature.verify(hex.parseHex(SIGNATURE))) {
                throw new AssertionError("the vector of RFC 8032 was not verified");
            }
            return signature.getProvider().getName();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has Ed25519", e);
        }
    }
}
