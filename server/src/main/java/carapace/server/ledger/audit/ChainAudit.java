package carapace.server.ledger.audit;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ModerationBody;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import java.util.List;

/// Compares a feature's tables with the records. Implemented by each feature beside its
/// [carapace.server.ledger.RecordHandler]s, and says the same as they do, without looking at what
/// they wrote.
public interface ChainAudit {

    /// Begins with one agent.
    ///
    /// @param slice the part of its rows that is compared
    Replay replay(Handle agent, Slice slice);

    /// A page of the agents that rows name, each once, in the database's order. A row may name one
    /// that never was.
    List<String> agents(String after, int limit);

    /// Checks, in batches, what no single chain tells: that each row follows from some record, and
    /// counts over many agents.
    void sweep(Problems problems);

    /// One agent's acts once more.
    interface Replay {

        /// Of tables of which no single chain tells anything: they are swept.
        Replay NOTHING =
                new Replay() {
                    @Override
                    public void acted(Act<?> act) {}

                    @Override
                    public void compare(Tx tx, Problems problems) {}
                };

        /// The chain's next act. It holds: signed, linked and receipted.
        void acted(Act<?> act);

        /// An act of the server about the agent, after all acts of the agent itself, in their
        /// order.
        default void decided(Act<ModerationBody.Act> act) {}

        /// A record of which only the hash is left. Whether its author asked for that is looked at
        /// elsewhere.
        default void erased(ErasedRecord record) {}

        /// Compares what the acts lead to with the rows of this agent and slice.
        void compare(Tx tx, Problems problems);
    }
}
