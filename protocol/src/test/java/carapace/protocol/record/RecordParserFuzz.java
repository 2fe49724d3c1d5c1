package carapace.protocol.record;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Reads whatever it is given, as a record and as the payload of one.
class RecordParserFuzz {

    private static final Ed25519KeyPair SIGNING = Ed25519KeyPair.fromSeed(new byte[32]);
    private static final String HEADER =
            encode(
                    "{\"typ\":\"carapace-record+jws\",\"alg\":\"EdDSA\"}"
                            .getBytes(StandardCharsets.US_ASCII));
    private static final String SIGNATURE = encode(new byte[64]);

    @FuzzTest(maxDuration = "")
    void parse(byte[] bytes) {
        check(bytes);
        var compact = HEADER + "." + encode(bytes) + "." + SIGNATURE;
        check(compact.getBytes(StandardCharsets.US_ASCII));
    }

    /// What is taken, reads the same again and can be signed anew with the same meaning.
    private static void check(byte[] bytes) {
        if (!(RecordParser.parse(bytes) instanceof Parsed.Ok(var record))) {
            return;
        }
        require(record.id().equals(RecordId.of(bytes)), "the id is the hash of the bytes");
        require(!record.isSignedBy(SIGNING.publicKey()), "nobody signed this");
        var again = SignedRecord.sign(record.payload(), SIGNING);
        require(again.payload().equals(record.payload()), "the meaning survives");
        require(again.isSignedBy(SIGNING.publicKey()), "the signature holds");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64Url.encode(bytes);
    }
}
