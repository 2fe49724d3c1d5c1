package carapace.server.ledger;

import carapace.protocol.record.Body;
import carapace.server.access.Decision;
import carapace.server.database.Tx;

/// Does what records of one type say. Implemented by the feature that owns the type.
///
/// Called inside the transaction that appends the record, once for each record in the order of the
/// batch, by many threads. The agent's head is locked, so an agent's own acts never race each
/// other. A refusal rolls the whole batch back; so does an exception, which is a bug. Nothing may
/// be done that a rollback does not undo.
public interface RecordHandler<B extends Body> {

    /// {@return the type of body, one handler each}
    Class<B> handles();

    /// Checks whether the act is possible as things stand, and does it.
    Decision apply(Act<B> act, Tx tx);
}
