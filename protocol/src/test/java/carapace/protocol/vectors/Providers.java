package carapace.protocol.vectors;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.Signature;

/// Who may compute signatures: the JDK, and before it AmazonCorrettoCryptoProvider where it loads.
enum Providers {
    JDK("SunEC"),
    CORRETTO(AmazonCorrettoCryptoProvider.PROVIDER_NAME);

    private final String name;

    Providers(String name) {
        this.name = name;
    }

    boolean isThere() {
        return this == JDK || AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
    }

    /// Lets this provider be asked first, until [#leave].
    void enter() {
        if (this == CORRETTO) {
            Security.insertProviderAt(AmazonCorrettoCryptoProvider.INSTANCE, 1);
        }
        requireFirst("Ed25519");
        requireFirst("SHA256withECDSAinP1363Format");
    }

    void leave() {
        if (this == CORRETTO) {
            Security.removeProvider(name);
        }
    }

    private void requireFirst(String algorithm) {
        try {
            var first = Signature.getInstance(algorithm).getProvider().getName();
            if (!first.equals(name)) {
                throw new AssertionError("%s is computed by %s".formatted(algorithm, first));
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
