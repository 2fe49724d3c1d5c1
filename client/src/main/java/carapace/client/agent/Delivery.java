package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.Http.Answer;
import carapace.client.access.Problem;
import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.SignedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What goes over the wire when records are handed over, and what comes back checked.
final class Delivery {

    static final String PATH = "/v1/records";

    private static final int RECEIPT_MAX = 2_048;

    /// Refusals that the ledger gives after it has looked whether it knows the records already:
    /// with one of these, none of them was accepted, whatever was sent before.
    private static final Set<String> DECIDED =
            Set.of(
                    "budget-spent",
                    "chain-fork",
                    "chain-gap",
                    "clock-skew",
                    "community-taken",
                    "foreign-agent",
                    "foreign-origin",
                    "handle-taken",
                    "not-allowed",
                    "not-found",
                    "record-malformed",
                    "record-signature",
                    "request-malformed",
                    "too-large",
                    "type-not-handled");

    private Delivery() {}

    static String body(List<SignedRecord> records) {
        return new JsonWriter()
                .texts("records", records.stream().map(SignedRecord::compact).toList())
                .write();
    }

    static boolean isDecided(Problem problem) {
        return DECIDED.contains(problem.type());
    }

    /// Checks the receipts in an answer.
    static List<Sent> receipts(Answer answer, List<SignedRecord> records, ServerIdentity server) {
        try {
            var list =
                    Members.tolerant(StrictJson.parse(answer.body()))
                            .list("receipts", records.size(), records.size());
            var sent = new ArrayList<Sent>();
            for (var i = 0; i < records.size(); i++) {
                var jws = Members.tolerant(list.get(i)).text("receipt", 1, RECEIPT_MAX);
                sent.add(sent(jws, records.get(i), server));
            }
            return List.copyOf(sent);
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the server's receipt: " + e.getMessage(), e);
        }
    }

    /// Asks, as anybody may, whether the records were accepted.
    ///
    /// @return their receipts, checked, if they were
    static Optional<List<Sent>> published(
            Http http, List<SignedRecord> records, ServerIdentity server) {
        var sent = new ArrayList<Sent>();
        for (var record : records) {
            var answer = http.get("%s/%s/receipt".formatted(PATH, record.id()));
            if (!answer.ok()) {
                return Optional.empty();
            }
            try {
                sent.add(sent(answer.body(), record, server));
            } catch (JsonException e) {
                throw new CarapaceException.Forged("the server's receipt: " + e.getMessage(), e);
            }
        }
        return Optional.of(List.copyOf(sent));
    }

    private static Sent sent(String jws, SignedRecord record, ServerIdentity server)
            throws JsonException {
        var receipt = Receipt.verify(jws, server.key());
        if (!receipt.isFor(record) || !receipt.origin().equals(server.origin())) {
            throw new CarapaceException.Forged("the server's receipt is for another record");
        }
        return new Sent(record.id(), receipt.seq(), receipt, jws);
    }
}
