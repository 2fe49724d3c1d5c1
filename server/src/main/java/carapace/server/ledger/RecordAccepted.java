package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.time.Instant;

/// A record has been committed. Published on every node that runs, in the order of [Place], usually
/// within 200 ms. Listeners that fall behind hold up the others, so they only note what to do.
///
/// @param type wire name, such as `post.create`
public record RecordAccepted(
        Place place, RecordId record, Handle agent, String type, Instant acceptedAt) {}
