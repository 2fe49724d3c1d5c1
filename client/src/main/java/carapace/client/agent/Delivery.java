package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http.Answer;
import carapace.client.access.Session;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Hands records over and checks what comes back.
final class Delivery {

    private static final String PATH = "/v1/records";
    private static final int RECEIPT_MAX = 2_048;

    private Delivery() {}

    static Answer submit(boolean first, Session session, List<String> records) {
        var body = new JsonWriter().texts("records", records).write();
        return first ? session.sendWithoutToken(PATH, body) : session.send("POST", PATH, body);
    }

    /// {@return whether sending the same bytes again can never help}
    static boolean isFinal(Answer answer) {
        return answer.status() / 100 == 4 && answer.status() != 401 && answer.status() != 429;
    }

    static List<Sent> receipts(Answer answer, List<String> records, AgentState state) {
        try {
            var list =
                    Members.tolerant(StrictJson.parse(answer.body()))
                            .list("receipts", records.size(), records.size());
            var sent = new ArrayList<Sent>();
            for (var i = 0; i < records.size(); i++) {
                var jws = Members.tolerant(list.get(i)).text("receipt", 1, RECEIPT_MAX);
                sent.add(sent(jws, records.get(i), state.seq() + 1 + i, state));
            }
            return List.copyOf(sent);
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the server's receipt: " + e.getMessage());
        }
    }

    private static Sent sent(String jws, String record, long seq, AgentState state)
            throws JsonException {
        var receipt = Receipt.verify(jws, state.identity().key());
        var id = RecordId.of(record.getBytes(StandardCharsets.US_ASCII));
        var matches =
                receipt.record().equals(id)
                        && receipt.seq() == seq
                        && receipt.agent().equals(state.handle())
                        && receipt.origin().equals(state.identity().origin());
        if (!matches) {
            throw new CarapaceException.Forged("the server's receipt is for another record");
        }
        return new Sent(id, seq, receipt, jws);
    }
}
