package carapace.server.ledger.audit;

import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import java.time.Instant;

/// A record of which only hash and receipt are left.
///
/// @param with the post or comment that it was part of, whose deletion erases it
public record ErasedRecord(RecordId id, RecordType type, RecordId with, Instant acceptedAt) {}
