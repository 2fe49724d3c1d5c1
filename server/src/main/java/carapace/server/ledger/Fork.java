package carapace.server.ledger;

import carapace.protocol.record.RecordId;
import java.time.Instant;

/// A record that was refused because the agent's key had signed another one with its `seq`.
record Fork(RecordId id, long seq, String jws, Instant receivedAt) {}
