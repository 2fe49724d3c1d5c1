package carapace.server.ledger;

import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Well-formed records of one agent that follow each other. Nothing is said yet about who signed
/// them or what came before the first.
record Batch(List<SignedRecord> records) {

    static final int RECORDS_MAX = 100;

    private static final Duration CLOCK_SKEW_MAX = Duration.ofMinutes(5);

    sealed interface Read {
        record Ok(Batch batch) implements Read {}

        record Refused(Problem problem) implements Read {}
    }

    Batch {
        records = List.copyOf(records);
    }

    static Read read(List<byte[]> compacts, Origin origin) {
        var records = new ArrayList<SignedRecord>(compacts.size());
        for (var compact : compacts) {
            switch (RecordParser.parse(compact)) {
                case Parsed.Ok(var signed) -> records.add(signed);
                case Parsed.Refused(var defect, var detail) -> {
                    return new Read.Refused(
                            ProblemType.RECORD_MALFORMED
                                    .because(detail)
                                    .with("defect", defect.wireName())
                                    .with("index", records.size()));
                }
            }
        }
        return linked(records, origin);
    }

    private static Read linked(List<SignedRecord> records, Origin origin) {
        var first = records.getFirst().payload();
        for (var i = 0; i < records.size(); i++) {
            var payload = records.get(i).payload();
            if (!payload.origin().equals(origin)) {
                return new Read.Refused(
                        ProblemType.FOREIGN_ORIGIN.because(
                                "records for this server carry the origin " + origin));
            }
            if (!payload.agent().equals(first.agent())) {
                return new Read.Refused(
                        ProblemType.FOREIGN_AGENT.because("a batch holds records of one agent"));
            }
            if (i > 0 && records.get(i - 1).payload().body() instanceof AgentBody.Retire) {
                return new Read.Refused(
                        ProblemType.AGENT_RETIRED
                                .because("nothing follows the end")
                                .with("index", i));
            }
            var follows =
                    i == 0
                            || (payload.seq() == first.seq() + i
                                    && records.get(i - 1).id().equals(payload.prev()));
            if (!follows) {
                return new Read.Refused(
                        ProblemType.CHAIN_GAP
                                .because("the records of a batch follow each other")
                                .with("index", i));
            }
        }
        return new Read.Ok(new Batch(records));
    }

    /// {@return the same without its first records}
    ///
    /// @param from how many to leave out, fewer than there are
    Batch from(int from) {
        return new Batch(records.subList(from, records.size()));
    }

    Handle agent() {
        return first().payload().agent();
    }

    SignedRecord first() {
        return records.getFirst();
    }

    SignedRecord last() {
        return records.getLast();
    }

    boolean isCreation() {
        return first().payload().body() instanceof AgentBody.Create;
    }

    List<RecordId> ids() {
        return records.stream().map(SignedRecord::id).toList();
    }

    /// {@return whether each record is signed by the key that counts for it: a rotation in the
    /// batch changes the key for what follows}
    boolean isSignedBy(Ed25519PublicKey signing) {
        var key = signing;
        for (var signed : records) {
            if (!signed.isSignedBy(key)) {
                return false;
            }
            if (signed.payload().body() instanceof AgentBody.RotateKeys rotation) {
                key = rotation.keys().signing();
            }
        }
        return true;
    }

    boolean isTimely(Instant now) {
        return records.stream()
                .map(signed -> Duration.between(signed.payload().at(), now).abs())
                .allMatch(skew -> skew.compareTo(CLOCK_SKEW_MAX) <= 0);
    }
}
