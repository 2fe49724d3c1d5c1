package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.Body;
import carapace.protocol.record.RecordId;
import java.time.Instant;

/// A record whose signature and place in the chain were checked, on its way into the ledger.
///
/// @param id of the record, and of the post or comment that it makes
/// @param at the agent's clock, within five minutes of ours
/// @param acceptedAt our clock, in milliseconds
public record Act<B extends Body>(
        RecordId id, Handle agent, long seq, Instant at, Instant acceptedAt, B body) {}
