/// What happens, as it happens: `GET /v1/stream`, server-sent events.
///
/// [Streams] hears on each node what every node has accepted, reads once for each event what
/// anybody may see of it, and hands it to the open [OpenStream]s that asked for its [Topic]. Each
/// stream writes for itself, from a queue of its own that never grows: who is too slow is told to
/// come back.
///
/// Invariants: events hold ids, never texts; a stream is told each event once, in the order of the
/// ledger; a reader that comes back with the id of its last event misses none of the last 50
/// minutes; nothing is told once the reader's authority has ended, or of whom it blocks.
///
/// What is promised and what it costs: `docs/stream.md`. No tables.
@NullMarked
package carapace.server.notifications.stream;

import org.jspecify.annotations.NullMarked;
