package carapace.rules.planted.server;

import carapace.server.vault.Vault;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Uses of keys, each in a class of its own.
public final class Keys {

    private Keys() {}

    public static final class SignsItself {
        byte[] sign(byte[] bytes) throws GeneralSecurityException {
            var signature = Signature.getInstance("Ed25519");
            signature.update(bytes);
            return signature.sign();
        }
    }

    public static final class HoldsPrivateKey {
        private @Nullable PrivateKey key;

        boolean isEmpty() {
            return key == null;
        }
    }

    public static final class MakesMac {
        byte[] mac(byte[] bytes) throws GeneralSecurityException {
            return Mac.getInstance("HmacSHA256").doFinal(bytes);
        }
    }

    public static final class AsksTheVault {
        boolean hasPassword(Vault vault) {
            return !vault.password("role").isEmpty();
        }
    }

    public static final class ComparesQuickly {
        boolean same(byte[] a, byte[] b) {
            return Arrays.equals(a, b);
        }
    }

    public static final class ComparesInConstantTime {
        boolean same(byte[] a, byte[] b) {
            return MessageDigest.isEqual(a, b) && Arrays.equals(new int[1], new int[1]);
        }
    }
}
