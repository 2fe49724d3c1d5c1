package carapace.server.ledger;

import carapace.protocol.record.RecordId;
import java.util.Optional;

/// A record as the ledger keeps it.
///
/// @param type wire name
/// @param jws the bytes received; empty once what they said was erased
/// @param receipt the server's signed word, a compact JWS
public record StoredRecord(
        RecordId id, long seq, String type, Optional<String> jws, String receipt) {}
