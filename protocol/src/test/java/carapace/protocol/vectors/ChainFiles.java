package carapace.protocol.vectors;

import static carapace.protocol.vectors.Cast.ADA_SIGNING;
import static carapace.protocol.vectors.Cast.NEXT_SIGNING;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `chain`: records of one agent from its first on, and what does not follow. Each record by itself
/// is well formed and signed by somebody.
final class ChainFiles {

    private static final Body CREATE =
            new AgentBody.Create(Cast.ADA_KEYS, Cast.id("claim").value(), "Ada", null);
    private static final Body POST =
            new PostBody.Create(new CommunityName("general"), "Hello", "A first post", null);
    private static final Body ROTATION =
            new AgentBody.RotateKeys(Cast.NEXT_KEYS, Duration.ofMinutes(5));

    private final VectorSet set;

    private ChainFiles(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var files = new ChainFiles(set);
        files.good();
        files.bent();
        files.foreign();
    }

    private static List<SignedRecord> honest() {
        var chain = new ArrayList<SignedRecord>();
        for (var body : List.of(CREATE, POST, ROTATION)) {
            chain.add(next(chain, body, ADA_SIGNING));
        }
        var comment = new PostBody.Comment(chain.get(1).id(), null, "Signed by the new key");
        chain.add(next(chain, comment, NEXT_SIGNING));
        chain.add(next(chain, new AgentBody.Retire(null), NEXT_SIGNING));
        return chain;
    }

    private static SignedRecord next(List<SignedRecord> chain, Body body, Ed25519KeyPair pair) {
        return sign(chain.size(), chain.isEmpty() ? null : chain.getLast().id(), body, pair);
    }

    private static SignedRecord sign(
            long seq, @Nullable RecordId prev, Body body, Ed25519KeyPair pair) {
        return sign(Cast.ORIGIN, Cast.ADA, seq, prev, body, pair);
    }

    private static SignedRecord sign(
            Origin origin,
            Handle agent,
            long seq,
            @Nullable RecordId prev,
            Body body,
            Ed25519KeyPair pair) {
        var at = Cast.AT.plusSeconds(seq);
        return SignedRecord.sign(new RecordPayload(origin, agent, seq, prev, at, body), pair);
    }

    private void good() {
        var chain = honest();
        set.add("chain/good/first.json", json("the first record", chain.subList(0, 1)));
        set.add("chain/good/post.json", json("and a second", chain.subList(0, 2)));
        set.add(
                "chain/good/rotation.json",
                json(
                        "the rotation is signed by the old key, what follows by the new",
                        chain.subList(0, 4)));
        set.add("chain/good/whole-life.json", json("from creation to retirement", chain));
    }

    private void bent() {
        var chain = honest();
        bad("seq-left-out", "chain-gap", "number 2 follows 0", List.of(chain.get(0), chain.get(2)));
        bad(
                "order-reversed",
                "chain-gap",
                "number 2 before 1",
                List.of(chain.get(0), chain.get(2), chain.get(1)));
        bad("repeated", "chain-gap", "1 twice", List.of(chain.get(0), chain.get(1), chain.get(1)));
        bad("two-beginnings", "chain-gap", "0 twice", List.of(chain.get(0), chain.get(0)));
        var first = chain.getFirst();
        bad(
                "prev-of-another-record",
                "chain-gap",
                "seq is right, prev is not",
                List.of(first, sign(1, Cast.PREVIOUS, POST, ADA_SIGNING)));
        bad(
                "seq-ahead",
                "chain-gap",
                "prev is right, seq is not",
                List.of(first, sign(2, first.id(), POST, ADA_SIGNING)));
        var wrongCreation = sign(0, null, CREATE, Cast.MALLORY);
        bad(
                "creation-by-another-key",
                "record-signature",
                "not signed by the key that it announces",
                List.of(wrongCreation));
        bad(
                "record-by-another-key",
                "record-signature",
                "signed by somebody else",
                List.of(first, sign(1, first.id(), POST, Cast.MALLORY)));
        var rotation = sign(1, first.id(), ROTATION, ADA_SIGNING);
        bad(
                "old-key-after-rotation",
                "record-signature",
                "the overlap is for access only",
                List.of(first, rotation, sign(2, rotation.id(), POST, ADA_SIGNING)));
        bad(
                "rotation-by-the-new-key",
                "record-signature",
                "a thief cannot bring a key of its own",
                List.of(first, sign(1, first.id(), ROTATION, NEXT_SIGNING)));
    }

    private void foreign() {
        var first = honest().getFirst();
        var elsewhere = new Origin("elsewhere.example");
        var mallory = new Handle("mallory");
        bad(
                "origin-changes",
                "foreign-origin",
                "a record for another server",
                List.of(first, sign(elsewhere, Cast.ADA, 1, first.id(), POST, ADA_SIGNING)));
        bad(
                "agent-changes",
                "foreign-agent",
                "a record of another agent",
                List.of(first, sign(Cast.ORIGIN, mallory, 1, first.id(), POST, ADA_SIGNING)));
    }

    private void bad(String name, String refused, String comment, List<SignedRecord> chain) {
        set.add("chain/bad/%s/%s.json".formatted(refused, name), json(comment, chain));
    }

    private static JsonWriter json(String comment, List<SignedRecord> chain) {
        return new JsonWriter()
                .text("comment", comment)
                .text("origin", Cast.ORIGIN.value())
                .texts("records", chain.stream().map(SignedRecord::compact).toList())
                .texts("ids", chain.stream().map(record -> record.id().value()).toList());
    }
}
