package carapace.bench.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.bench.traffic.LoadAgent.Place;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChainsTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Crew.Means MEANS = new Crew.Means(Clock.systemUTC(), RANDOM);
    private static final URI SERVER = URI.create("http://127.0.0.1:1");

    private final Crew crew = crew(3);

    private static Crew crew(int size) {
        var http = new Http(SERVER);
        var identity =
                new ServerIdentity(
                        new Origin("test.example"),
                        SERVER.toString(),
                        Ed25519KeyPair.generate(RANDOM).publicKey());
        var agents =
                IntStream.range(0, size)
                        .mapToObj(i ->
                                LoadAgent.unknown(
                                        http,
                                        identity,
                                        new Handle("agent-" + i),
                                        MEANS,
                                        new Place(i, RecordId.of(new byte[] {(byte) i}))))
                        .toList();
        return new Crew(http, identity, MEANS, agents);
    }

    private Chains<SignedRecord> ready(int count) {
        return Chains.ready(
                crew,
                (agent, seq) ->
                        new PostBody.Create(
                                new CommunityName("general"), agent + " says " + seq, null, null),
                (_, record) -> record,
                count);
    }

    private static List<SignedRecord> taken(Chains<SignedRecord>.Hand hand, int count) {
        var taken = new ArrayList<SignedRecord>();
        for (var i = 0; i < count; i++) {
            taken.add(Objects.requireNonNull(hand.next()));
            hand.answered(true);
        }
        return taken;
    }

    @Test
    void everyAgentsRecordsFollowEachOther() {
        var records = taken(ready(9).new Hand(), 9);

        for (var agent = 0; agent < 3; agent++) {
            var own = records.subList(3 * agent, 3 * agent + 3);
            assertThat(own.getFirst().payload().seq()).isEqualTo(agent + 1);
            assertThat(own)
                    .allMatch(it -> it.payload().agent().equals(own.getFirst().payload().agent()));
            assertThat(own.get(1).payload().prev()).isEqualTo(own.get(0).id());
            assertThat(own.get(2).payload().prev()).isEqualTo(own.get(1).id());
        }
    }

    @Test
    void aChainIsSentByOneConnection() {
        var chains = ready(6);
        var one = chains.new Hand();
        var other = chains.new Hand();

        var first = Objects.requireNonNull(one.next());
        var second = Objects.requireNonNull(other.next());
        var third = Objects.requireNonNull(one.next());

        assertThat(first.payload().agent()).isNotEqualTo(second.payload().agent());
        assertThat(first.payload().agent()).isEqualTo(third.payload().agent());
    }

    @Test
    void endsWhenAllIsSaid() {
        var hand = ready(3).new Hand();
        taken(hand, 3);

        assertThat(hand.next()).isNull();
    }

    @Test
    void theNextWindowGoesOnFromWhatWasAccepted() {
        var before = ready(6).new Hand();
        var accepted = taken(before, 1).getFirst();
        var unanswered = Objects.requireNonNull(before.next());

        var after = taken(ready(6).new Hand(), 1).getFirst();

        assertThat(unanswered.payload().prev()).isEqualTo(accepted.id());
        assertThat(after.payload().prev()).isEqualTo(accepted.id());
        assertThat(after.payload().seq()).isEqualTo(accepted.payload().seq() + 1);
    }
}
