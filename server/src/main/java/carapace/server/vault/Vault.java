package carapace.server.vault;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Mac;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/// The keys that never enter the database. Safe for use by many threads.
public final class Vault {

    private static final int PASSWORD_BYTES = 32;
    private static final int DERIVED_BYTES_MAX = 64;
    private static final int ORIGIN_CHARACTERS = 12;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final Mac seals;
    private final PrfSet secrets;
    private final Aead personalData;
    private final Ed25519KeyPair serverKey;

    private Vault(VaultFiles files) throws GeneralSecurityException {
        seals = primitive(files, VaultKeyset.SEALS, Mac.class);
        secrets = primitive(files, VaultKeyset.SECRETS, PrfSet.class);
        personalData = primitive(files, VaultKeyset.PERSONAL_DATA, Aead.class);
        serverKey = serverKey(files.read(VaultKeyset.SERVER_KEY));
    }

    private static <P> P primitive(VaultFiles files, VaultKeyset keyset, Class<P> type)
            throws GeneralSecurityException {
        return files.read(keyset).getPrimitive(keyset.configuration(), type);
    }

    /// Signs through JCA rather than Tink, so that the fastest provider does.
    @AccessesPartialKey
    private static Ed25519KeyPair serverKey(KeysetHandle keyset) throws GeneralSecurityException {
        if (!(keyset.getPrimary().getKey() instanceof Ed25519PrivateKey primary)) {
            throw new GeneralSecurityException("the server key is not an Ed25519 key");
        }
        var seed = primary.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
        try {
            return Ed25519KeyPair.fromSeed(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// Opens the vault in this folder.
    ///
    /// @param dir holds `master.key` and the keysets that it wraps
    /// @throws VaultException when a file is missing, readable by others, not ours or does not
    ///   decrypt
    public static Vault open(Path dir) {
        try {
            return new Vault(VaultFiles.open(dir));
        } catch (GeneralSecurityException e) {
            throw new VaultException("the vault in " + dir + " holds keys that do not work", e);
        }
    }

    /// Makes a new vault in this folder, which must not exist.
    public static Vault create(Path dir) {
        VaultFiles.create(dir);
        return open(dir);
    }

    /// Opens the vault, or makes one when there is neither a vault nor a database that needs one.
    ///
    /// @param databaseExists whether data sealed by an earlier vault is there already
    public static Vault openOrCreate(Path dir, boolean databaseExists) {
        if (VaultFiles.present(dir)) {
            return open(dir);
        }
        if (databaseExists) {
            throw new VaultException(
                    ("there is a database but no vault in %s: bring back the folder from your copy;"
                                    + " without it nothing that the database holds can be trusted")
                            .formatted(dir));
        }
        return create(dir);
    }

    public Seal seal(SealedRow row) {
        try {
            return new Seal(seals.computeMac(row.encoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a MAC over bytes cannot fail", e);
        }
    }

    /// {@return whether the seal was made by this vault over exactly this row; that the row is the
    /// latest is for [VersionMemory] to say}
    public boolean holds(SealedRow row, Seal seal) {
        try {
            seals.verifyMac(seal.bytes(), row.encoded());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// {@return the server's key: signs receipts, access tokens and the server's own acts}
    public Ed25519KeyPair serverKey() {
        return serverKey;
    }

    /// Seals personal data such as an owner's e-mail address; `context` names the row it belongs
    /// to, so that it cannot be moved to another.
    public byte[] encryptPersonal(byte[] plain, String context) {
        try {
            return personalData.encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("encryption of bytes cannot fail", e);
        }
    }

    /// @throws VaultException when it was changed, moved or made by another vault
    public Secret decryptPersonal(byte[] sealed, String context) {
        try {
            return Secret.owning(
                    personalData.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new VaultException("personal data was changed or belongs elsewhere", e);
        }
    }

    /// {@return the password of a database role, 43 characters, the same at every call}
    public String password(String role) {
        return Base64Url.encode(secret("password " + role, PASSWORD_BYTES));
    }

    /// {@return `length` bytes (1 to 64) that depend on the purpose only}
    public byte[] derive(String purpose, int length) {
        if (length < 1 || length > DERIVED_BYTES_MAX) {
            throw new IllegalArgumentException("length must be 1 to 64, not " + length);
        }
        return secret("derive " + purpose, length);
    }

    /// {@return the server's name in records unless the operator chose one: `carapace-` and the
    /// first 12 characters of the public key's SHA-256 in base32}
    public String origin() {
        return "carapace-" + base32(sha256(serverKey.publicKey()));
    }

    private byte[] secret(String label, int length) {
        try {
            return secrets.computePrimary(label.getBytes(StandardCharsets.UTF_8), length);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("HKDF gives up to 64 bytes for any label", e);
        }
    }

    private static byte[] sha256(Ed25519PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.bytes());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /// RFC 4648 §6 in lower case: five bits a character, most significant first.
    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        for (var bit = 0; text.length() < ORIGIN_CHARACTERS; bit += 5) {
            var window = (bytes[bit / 8] & 0xff) << 8 | (bytes[bit / 8 + 1] & 0xff);
            text.append(BASE32.charAt(window >> (11 - bit % 8) & 31));
        }
        return text.toString();
    }
}
