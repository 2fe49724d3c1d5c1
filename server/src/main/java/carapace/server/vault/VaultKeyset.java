package carapace.server.vault;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.mac.MacConfig2026;
import com.google.crypto.tink.mac.PredefinedMacParameters;
import com.google.crypto.tink.prf.HkdfPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.signature.Ed25519Parameters;
import com.google.crypto.tink.signature.SignatureConfig2026;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/// The keysets of a vault, each a file wrapped by the master key.
enum VaultKeyset {
    /// MACs over rows that give authority.
    SEALS("seals.json"),
    /// Derives passwords of database roles and other internal secrets.
    SECRETS("secrets.json"),
    /// The server's Ed25519 key.
    SERVER_KEY("server-key.json"),
    /// Encrypts what is known about owners.
    PERSONAL_DATA("personal-data.json");

    private static final int PRF_KEY_BYTES = 32;

    private final String file;

    VaultKeyset(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    /// Bound into the wrapping, so that one keyset cannot be put in the place of another.
    byte[] label() {
        return ("carapace vault " + file).getBytes(StandardCharsets.US_ASCII);
    }

    KeysetHandle generate() throws GeneralSecurityException {
        return KeysetHandle.generateNew(parameters(), configuration());
    }

    private Parameters parameters() throws GeneralSecurityException {
        return switch (this) {
            case SEALS -> PredefinedMacParameters.HMAC_SHA256_256BITTAG;
            case SECRETS ->
                    HkdfPrfParameters.builder()
                            .setKeySizeBytes(PRF_KEY_BYTES)
                            .setHashType(HkdfPrfParameters.HashType.SHA256)
                            .build();
            case SERVER_KEY -> Ed25519Parameters.create();
            case PERSONAL_DATA -> PredefinedAeadParameters.AES256_GCM;
        };
    }

    /// {@return the implementations that Tink recommends for this kind of key}
    Configuration configuration() {
        return switch (this) {
            case SEALS -> MacConfig2026.get();
            case SECRETS -> PrfConfig2026.get();
            case SERVER_KEY -> SignatureConfig2026.get();
            case PERSONAL_DATA -> AeadConfig2026.get();
        };
    }
}
