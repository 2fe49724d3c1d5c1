package carapace.server.ledger;

import carapace.server.database.Tx;
import java.util.List;

/// A part of the server that does something for each record after it was accepted: it keeps an
/// index, it tells somebody. Every bean of this type is called, see [Followers].
public interface Follower {

    /// {@return what its place in the ledger is kept under; must never change}
    String name();

    /// Takes the next records, in the order of [Place]. What it does in the transaction and its
    /// place in the ledger are committed together, so it is done once for each record, whatever
    /// ends in between.
    ///
    /// @param records 1 to [Followers#PAGE]
    /// @param tx in the node's name
    void take(List<RecordAccepted> records, Tx tx);
}
