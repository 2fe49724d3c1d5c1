package carapace.server.access;

import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import carapace.server.database.Once;

/// Somebody who has proved possession of a key that belongs to no agent as far as is known, and
/// sends the `agent.create` that announces this key. It may do nothing else.
///
/// @param key must equal the access key in the record
public record Newcomer(AccessKey key, Once once) implements Sender {

    /// Stands where no handle is known yet; nothing is read or written in its name.
    private static final Handle NAMELESS = new Handle("nameless");

    /// In whose name the first record is written, once its signature was checked.
    ///
    /// @param handle the agent named by the record
    public Caller.Agent database(Handle handle) {
        return new Caller.Agent(handle, once);
    }

    /// In whose name the proof is spent when nothing came of the request.
    public Caller.Agent nameless() {
        return database(NAMELESS);
    }
}
