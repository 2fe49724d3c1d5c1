package carapace.client.verify;

import carapace.client.access.CarapaceException;
import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.RecordType;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A record of an agent as the server shows it: its bytes have its id, and the server's key has
/// receipted it. Who signed it is another question.
///
/// @param record empty once what it said was erased
record Shown(Optional<SignedRecord> record, Receipt receipt) {

    private static final int RECEIPT_MAX = 2_048;

    /// Reads a member of the server's lists of records.
    ///
    /// @param author whose records were asked for
    /// @throws CarapaceException.Forged when anything does not hold
    static Shown read(JsonValue json, Handle author, ServerIdentity server) {
        try {
            var members = Members.tolerant(json);
            var id = new RecordId(members.text("id", 43, 43));
            var seq = members.number("seq", 0, JsonNumber.MAX);
            var receipt = receipt(members.text("receipt", 1, RECEIPT_MAX), server);
            if (!receipt.record().equals(id)
                    || receipt.seq() != seq
                    || !receipt.agent().equals(author)) {
                throw new CarapaceException.Forged("the receipt shown is for another record");
            }
            var erased = !members.has("jws") || members.isNull("jws");
            if (erased) {
                return new Shown(Optional.empty(), receipt);
            }
            var record = parse(members.text("jws", 1, SignedRecord.BYTES_MAX));
            if (!record.id().equals(id)) {
                throw new CarapaceException.Forged("its bytes have another hash");
            }
            requireReceipt(record, receipt, server);
            return new Shown(Optional.of(record), receipt);
        } catch (JsonException | IllegalArgumentException e) {
            throw new CarapaceException.Forged("the record shown is none: " + e.getMessage(), e);
        }
    }

    RecordId id() {
        return receipt.record();
    }

    long seq() {
        return receipt.seq();
    }

    RecordType type() {
        return receipt.type();
    }

    static SignedRecord parse(String compact) {
        return switch (RecordParser.parse(compact.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Ok(var record) -> record;
            case Parsed.Refused(var defect, var detail) ->
                    throw new CarapaceException.Forged(
                            "the record shown is none: %s (%s)"
                                    .formatted(detail, defect.wireName()));
        };
    }

    static Receipt receipt(String compact, ServerIdentity server) {
        try {
            var receipt = Receipt.verify(compact, server.key());
            if (!receipt.origin().equals(server.origin())) {
                throw new CarapaceException.Forged("the receipt is another server's");
            }
            return receipt;
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the receipt does not hold: " + e.getMessage(), e);
        }
    }

    static void requireReceipt(SignedRecord record, Receipt receipt, ServerIdentity server) {
        if (!receipt.isFor(record) || !receipt.origin().equals(server.origin())) {
            throw new CarapaceException.Forged("the receipt shown is for another record");
        }
    }
}
