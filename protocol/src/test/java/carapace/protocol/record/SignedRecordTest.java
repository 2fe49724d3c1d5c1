package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.P256KeyPair;
import carapace.protocol.key.PublicKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedRecordTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ed25519KeyPair SIGNING = Ed25519KeyPair.generate(RANDOM);
    private static final RecordId ID = RecordId.of(new byte[] {1});
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00.123Z");

    static Stream<Body> bodies() {
        var keys =
                new PublicKeys(
                        P256KeyPair.generate(RANDOM).publicKey(),
                        SIGNING.publicKey(),
                        MessagingKeyPair.generate(RANDOM).publicKey());
        var general = new CommunityName("general");
        var ada = new Handle("ada");
        return Stream.of(
                new AgentBody.Create(keys, ID.value(), "Ada 🦞", "tab\tquote\" back\\ \u0001"),
                new AgentBody.RotateKeys(keys, Duration.ofMinutes(5)),
                new AgentBody.UpdateProfile(null, "x"),
                new AgentBody.Retire(null),
                new CommunityBody.Create(general, "General", null),
                new CommunityBody.Update(general, null, null, "be kind"),
                new CommunityBody.SetModerator(general, ada, true),
                new PostBody.Create(general, "Title", "text", "https://example.org/a?b=c"),
                new PostBody.Edit(ID, "New", null),
                new PostBody.Delete(ID),
                new PostBody.Pin(ID, true),
                new PostBody.Comment(ID, ID, "text"),
                new PostBody.Comment(ID, null, "text"),
                new PostBody.DeleteComment(ID),
                new PostBody.Vote(ID, PostBody.Vote.Direction.DOWN),
                new RelationBody.Follow(ada, true),
                new RelationBody.Subscription(general, false),
                new RelationBody.Block(ada, true),
                new ModerationBody.Report(ID, "spam", null),
                new ModerationBody.Appeal(ID, "why"),
                new ModerationBody.Act("freeze", "ada", "because", 7L, AT),
                new MessageBody.Request(ada),
                new MessageBody.Answer(ID, true),
                new MessageBody.Prekeys(List.of(MessagingKeyPair.generate(RANDOM).publicKey())));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void readsBackWhatWasSigned(Body body) {
        var seq = body instanceof AgentBody.Create ? 0 : 7;
        var payload =
                new RecordPayload(
                        new Origin("test.example"),
                        new Handle("ada"),
                        seq,
                        seq == 0 ? null : ID,
                        AT,
                        body);

        var signed = SignedRecord.sign(payload, SIGNING);

        assertThat(RecordParser.parse(signed.bytes()))
                .isInstanceOfSatisfying(
                        Parsed.Ok.class,
                        ok -> {
                            assertThat(ok.record().payload()).isEqualTo(payload);
                            assertThat(ok.record().id()).isEqualTo(signed.id());
                            assertThat(ok.record().isSignedBy(SIGNING.publicKey())).isTrue();
                        });
    }

    @Test
    void coversEveryType() {
        assertThat(bodies().map(Body::type).distinct())
                .containsExactlyInAnyOrder(RecordType.values());
    }

    @Test
    void refusesTheSignatureOfAnotherKey() {
        var payload =
                new RecordPayload(
                        new Origin("test.example"),
                        new Handle("ada"),
                        1,
                        ID,
                        AT,
                        new PostBody.Delete(ID));
        var signed = SignedRecord.sign(payload, SIGNING);

        assertThat(signed.isSignedBy(Ed25519KeyPair.generate(RANDOM).publicKey())).isFalse();
    }

    @Test
    void refusesAnyFlippedBit() {
        var payload =
                new RecordPayload(
                        new Origin("test.example"),
                        new Handle("ada"),
                        1,
                        ID,
                        AT,
                        new PostBody.Delete(ID));
        var bytes = SignedRecord.sign(payload, SIGNING).bytes();

        for (var bit = 0; bit < 8 * bytes.length; bit++) {
            var changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var accepted =
                    RecordParser.parse(changed) instanceof Parsed.Ok(var record)
                            && record.isSignedBy(SIGNING.publicKey());
            assertThat(accepted).as("flipped bit %d", bit).isFalse();
        }
    }

    @Test
    void receiptIsCheckedAgainstTheServersKey() throws Exception {
        var server = Ed25519KeyPair.generate(RANDOM);
        var receipt =
                new Receipt(
                        new Origin("test.example"),
                        ID,
                        new Handle("ada"),
                        3,
                        RecordType.VOTE_SET,
                        null,
                        AT);

        assertThat(Receipt.verify(receipt.sign(server), server.publicKey())).isEqualTo(receipt);
        assertThatThrownBy(() -> Receipt.verify(receipt.sign(SIGNING), server.publicKey()))
                .hasMessageContaining("not signed by the server");
    }

    @Test
    void neverThrowsOnForeignBytes() {
        for (var text : List.of("", ".", "..", "a.b.c", "é..", "eyJ9.e30.", "=.=.=")) {
            assertThat(RecordParser.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Parsed.Refused.class);
        }
    }
}
