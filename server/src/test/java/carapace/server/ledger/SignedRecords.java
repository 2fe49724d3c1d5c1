package carapace.server.ledger;

import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;

/// Reads records that the server has shown.
final class SignedRecords {

    private SignedRecords() {}

    static SignedRecord read(String compact) {
        return switch (RecordParser.parse(compact.getBytes(StandardCharsets.US_ASCII))) {
            case Parsed.Ok(var record) -> record;
            case Parsed.Refused refused -> throw new AssertionError(refused);
        };
    }
}
