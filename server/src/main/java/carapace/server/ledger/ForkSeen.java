package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;

/// Two records with one `seq`, both signed by the agent's key: somebody has a copy of it. The
/// second one was refused and kept as evidence.
public record ForkSeen(Handle agent, long seq, RecordId refused) {}
