package carapace.server.ledger.audit;

import carapace.protocol.json.JsonException;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Origin;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.MessageBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.RelationBody;
import carapace.protocol.record.SignedRecord;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.AuditQueries.LedgerRow;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Checks one row of the ledger by itself: its bytes, its receipt, and that the columns beside them
/// say the same. Whether it is signed and linked needs its chain, see [ChainWalk].
@Component
class RecordCheck {

    private static final String NEVER_ERASED = "erased, which nobody may ask for a ";

    private final Origin origin;
    private final Ed25519PublicKey serverKey;

    RecordCheck(Origin origin, Ed25519KeyPair serverKey) {
        this.origin = origin;
        this.serverKey = serverKey.publicKey();
    }

    sealed interface Checked {
        record Holds(SignedRecord record, Act<Body> act) implements Checked {}

        record Erased(ErasedRecord record) implements Checked {}

        record Broken(String why) implements Checked {}
    }

    Ed25519PublicKey serverKey() {
        return serverKey;
    }

    Checked check(LedgerRow row) {
        Receipt receipt;
        try {
            receipt = Receipt.verify(row.receipt(), serverKey);
        } catch (JsonException e) {
            return new Checked.Broken("the receipt does not hold: " + e.getMessage());
        }
        if (!isFor(receipt, row)) {
            return new Checked.Broken("the receipt is for another record");
        }
        if (!receipt.at().equals(row.acceptedAt())) {
            return new Checked.Broken(
                    "accepted_at is %s, but the receipt says %s"
                            .formatted(row.acceptedAt(), receipt.at()));
        }
        var jws = row.jws();
        if (jws == null) {
            return erased(row, receipt);
        }
        return switch (RecordParser.parse(jws.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Refused(var defect, _) ->
                    new Checked.Broken("it is no record (%s)".formatted(defect.wireName()));
            case Parsed.Ok(var record) -> compare(row, record, receipt);
        };
    }

    private static Checked erased(LedgerRow row, Receipt receipt) {
        return receipt.erasedWith()
                .<Checked>map(with ->
                        new Checked.Erased(
                                new ErasedRecord(row.id(), receipt.type(), with, receipt.at())))
                .orElseGet(() -> new Checked.Broken(NEVER_ERASED + receipt.type().wireName()));
    }

    private boolean isFor(Receipt receipt, LedgerRow row) {
        return receipt.record().equals(row.id())
                && receipt.agent().value().equals(row.agent())
                && receipt.seq() == row.seq()
                && receipt.type().wireName().equals(row.type())
                && receipt.origin().equals(origin);
    }

    private Checked compare(LedgerRow row, SignedRecord record, Receipt receipt) {
        var payload = record.payload();
        if (!record.id().equals(row.id())) {
            return new Checked.Broken("the bytes have another hash");
        }
        if (!receipt.isFor(record)) {
            return new Checked.Broken("the receipt is for another record");
        }
        var columnsHold =
                payload.origin().equals(origin)
                        && payload.agent().value().equals(row.agent())
                        && payload.seq() == row.seq()
                        && payload.body().type().wireName().equals(row.type())
                        && Objects.equals(about(payload.body()), row.about());
        if (!columnsHold) {
            return new Checked.Broken("agent, seq, type or about is not what the record says");
        }
        return new Checked.Holds(
                record,
                new Act<>(
                        record.id(),
                        payload.agent(),
                        payload.seq(),
                        payload.at(),
                        receipt.at(),
                        payload.body()));
    }

    /// What the column `about` holds, see `V031__ledger_about.sql`.
    private static @Nullable String about(Body body) {
        return switch (body) {
            case ModerationBody.Act act -> act.target();
            case CommunityBody.Create create -> create.name().value();
            case CommunityBody.Update update -> update.community().value();
            case CommunityBody.SetModerator set -> set.community().value();
            case PostBody.Edit edit -> edit.post().value();
            case PostBody.Delete delete -> delete.post().value();
            case PostBody.Pin pin -> pin.post().value();
            case PostBody.DeleteComment delete -> delete.comment().value();
            case PostBody.Create _,
                    PostBody.Comment _,
                    PostBody.Vote _,
                    ModerationBody.Report _,
                    ModerationBody.Appeal _,
                    AgentBody _,
                    RelationBody _,
                    MessageBody _ ->
                    null;
        };
    }
}
