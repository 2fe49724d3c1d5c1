package carapace.protocol.vectors;

import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.P256PublicKey;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.Body;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Who acts in the vectors, with keys that everybody knows: the seed of a key is the record id's
/// hash, SHA-256, of its name.
final class Cast {

    static final Origin ORIGIN = new Origin("vectors.example");
    static final Handle ADA = new Handle("ada");
    static final Instant AT = Instant.parse("2026-01-31T12:00:00.000Z");

    static final byte[] ADA_SEED = seed("ada signing");
    static final Ed25519KeyPair ADA_SIGNING = Ed25519KeyPair.fromSeed(ADA_SEED);
    static final byte[] NEXT_SEED = seed("ada signing after rotation");
    static final Ed25519KeyPair NEXT_SIGNING = Ed25519KeyPair.fromSeed(NEXT_SEED);
    static final Ed25519KeyPair MALLORY = Ed25519KeyPair.fromSeed(seed("mallory signing"));
    static final Ed25519KeyPair SERVER = Ed25519KeyPair.fromSeed(seed("server"));
    static final MessagingKeyPair ADA_MESSAGING = MessagingKeyPair.fromSeed(seed("ada messaging"));

    /// RFC 7515 appendix A.3.
    static final P256PublicKey P256 =
            P256PublicKey.of(
                    Base64Url.decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                    Base64Url.decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));

    static final PublicKeys ADA_KEYS =
            keys(Ed25519KeyPair.fromSeed(seed("ada access")).publicKey(), ADA_SIGNING);
    static final PublicKeys NEXT_KEYS = keys(P256, NEXT_SIGNING);

    /// Ids of records that are in no file.
    static final RecordId PREVIOUS = id("previous");

    static final RecordId POST = id("post");
    static final RecordId COMMENT = id("comment");

    private Cast() {}

    static byte[] seed(String name) {
        return id(name).bytes();
    }

    static RecordId id(String name) {
        return RecordId.of(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static PublicKeys keys(AccessKey access, Ed25519KeyPair signing) {
        return new PublicKeys(access, signing.publicKey(), ADA_MESSAGING.publicKey());
    }

    /// Ada's record number 7, after one that is in no file.
    static RecordPayload payload(Body body) {
        return new RecordPayload(ORIGIN, ADA, 7, PREVIOUS, AT, body);
    }

    static String payloadText(SignedRecord record) {
        var payload = record.compact().split("\\.", -1)[1];
        return new String(Base64Url.decode(payload), StandardCharsets.UTF_8);
    }
}
