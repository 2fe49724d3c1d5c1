package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;

/// The last record of an agent.
public record Head(Handle agent, long seq, RecordId record) {}
