package carapace.server.database;

import carapace.protocol.key.Handle;

/// In whose name a statement runs; row-level security shows each caller its own rows only.
public sealed interface Caller {

    /// Anybody on the internet. Runs as `carapace_reader`, which cannot write.
    record Anonymous() implements Caller {}

    /// An agent whose proof was checked.
    record Agent(Handle handle) implements Caller {}

    /// The server's own work: loading authority, folding votes, cleaning up.
    record Node() implements Caller {}

    static Caller anonymous() {
        return new Anonymous();
    }

    static Caller node() {
        return new Node();
    }
}
