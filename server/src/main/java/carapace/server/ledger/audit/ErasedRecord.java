package carapace.server.ledger.audit;

import carapace.protocol.record.RecordId;
import java.time.Instant;

/// A record of which only hash and receipt are left.
///
/// @param type wire name; the table's word, since neither hash nor receipt tells it
public record ErasedRecord(RecordId id, long seq, String type, Instant acceptedAt) {}
