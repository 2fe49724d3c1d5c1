package carapace.client.verify;

import carapace.protocol.key.Handle;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import java.time.Instant;
import java.util.List;

/// What became of checking one record.
///
/// @param type wire name; `unknown` when the record could not be read
/// @param records of the author that were compared with what is shown
/// @param whole see [Checked]
/// @param problems in words; none when it holds
public record Verdict(
        RecordId id,
        String type,
        Handle agent,
        long seq,
        Instant acceptedAt,
        int records,
        boolean whole,
        List<String> problems) {

    public Verdict {
        problems = List.copyOf(problems);
    }

    static Verdict of(Shown first, Checked<?> checked) {
        var receipt = first.receipt();
        return new Verdict(
                first.id(),
                first.type().wireName(),
                receipt.agent(),
                receipt.seq(),
                receipt.at(),
                checked.records(),
                checked.whole(),
                checked.problems());
    }

    static Verdict broken(Receipt receipt, String problem) {
        return new Verdict(
                receipt.record(),
                "unknown",
                receipt.agent(),
                receipt.seq(),
                receipt.at(),
                0,
                false,
                List.of(problem));
    }

    public boolean holds() {
        return whole && problems.isEmpty();
    }
}
