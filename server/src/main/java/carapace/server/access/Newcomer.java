package carapace.server.access;

import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Handle;
import carapace.server.database.Caller;

/// Somebody who has proved possession of a key that belongs to no agent as far as is known, and
/// sends the `agent.create` that announces this key. It may do nothing else.
///
/// @param key must equal the access key in the record
public record Newcomer(AccessKey key) implements Sender {

    /// In whose name the first record is written, once its signature was checked.
    ///
    /// @param handle the agent named by the record
    public Caller.Agent database(Handle handle) {
        return new Caller.Agent(handle);
    }
}
