package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.PublicKeys;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordPayloadTest {

    private static final RecordId ID = RecordId.of(new byte[] {1});
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123Z");
    private static final Ed25519KeyPair SIGNING = Ed25519KeyPair.fromSeed(seed(1));
    private static final PublicKeys KEYS =
            new PublicKeys(
                    Ed25519KeyPair.fromSeed(seed(2)).publicKey(),
                    SIGNING.publicKey(),
                    MessagingKeyPair.fromSeed(seed(3)).publicKey());
    private static final Body CREATE = new AgentBody.Create(KEYS, ID.value(), null, null);
    private static final Body DELETE = new PostBody.Delete(ID);

    private static byte[] seed(int first) {
        var seed = new byte[32];
        seed[0] = (byte) first;
        return seed;
    }

    private static RecordPayload payload(long seq, @Nullable RecordId prev, Instant at, Body body) {
        return new RecordPayload(
                new Origin("test.example"), new Handle("ada"), seq, prev, at, body);
    }

    private static void refuses(long seq, @Nullable RecordId prev, Body body) {
        assertThatThrownBy(() -> payload(seq, prev, AT, body))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beginsWithTheCreationOfTheAgentAndNothingElse() {
        assertThat(payload(0, null, AT, CREATE).seq()).isZero();
        refuses(0, null, DELETE);
        refuses(1, ID, CREATE);
    }

    @Test
    void pointsBackExceptAtTheStart() {
        assertThat(payload(1, ID, AT, DELETE).prev()).isEqualTo(ID);
        refuses(0, ID, CREATE);
        refuses(1, null, DELETE);
    }

    @Test
    void countsWithinWhatEveryJsonReaderHolds() {
        assertThat(payload(JsonNumber.MAX, ID, AT, DELETE).seq()).isEqualTo(JsonNumber.MAX);
        refuses(JsonNumber.MAX + 1, ID, DELETE);
        refuses(-1, ID, DELETE);
    }

    @Test
    void cutsOffWhatIsFinerThanAMillisecond() {
        var fine = payload(1, ID, AT.plusNanos(999_999), DELETE);
        var signed = SignedRecord.sign(fine, SIGNING);

        assertThat(fine.at()).isEqualTo(AT);
        assertThat(signed.payload()).isEqualTo(fine);
    }

    @Test
    void refusesToSignWhatItWouldNotRead() {
        var late = payload(1, ID, Instant.parse("+10000-01-01T00:00:00Z"), DELETE);
        var long1 = payload(1, ID, AT, new PostBody.Comment(ID, null, "x".repeat(10_001)));
        var large = payload(1, ID, AT, new PostBody.Edit(ID, null, "é".repeat(40_000)));
        var nul = payload(1, ID, AT, new PostBody.Edit(ID, "\u0000", null));
        var half = payload(1, ID, AT, new PostBody.Edit(ID, "\ud83e", null));

        for (var payload : new RecordPayload[] {late, long1, large, nul, half}) {
            assertThatThrownBy(() -> SignedRecord.sign(payload, SIGNING))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rotationOverlapsByWholeSecondsUpToAnHour() {
        assertThat(new AgentBody.RotateKeys(KEYS, Duration.ofHours(1)).overlap()).hasHours(1);
        for (var wrong :
                new Duration[] {
                    Duration.ofSeconds(3_601), Duration.ofSeconds(-1), Duration.ofMillis(1_500)
                }) {
            assertThatThrownBy(() -> new AgentBody.RotateKeys(KEYS, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void accessAndSigningAreDifferentKeys() {
        assertThatThrownBy(() -> new PublicKeys(KEYS.signing(), KEYS.signing(), KEYS.messaging()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
