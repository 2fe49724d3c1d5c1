package carapace.server.access;

import carapace.protocol.key.Handle;
import java.util.Optional;
import java.util.function.Predicate;

/// Knows which keys and which status count for an agent now. Implemented by `agents`.
///
/// Asked on every request, so it answers from memory as a rule; a change on any node shows here
/// within a second. Called by many threads.
public interface AgentKeys {

    /// {@return what counts for the agent; empty when there is none, or when its row was tampered
    /// with}
    Optional<Authority> find(Handle handle);

    /// As [#find], but asks the database itself: for a key that is not known yet, because what made
    /// it count was committed a moment ago.
    Optional<Authority> findAnew(Handle handle);

    /// As [#find], but [anew][#findAnew] when what is remembered lacks what is asked for, since it
    /// may have come a moment ago. What is found anew may lack it too.
    default Optional<Authority> find(Handle handle, Predicate<Authority> has) {
        return find(handle).filter(has).or(() -> findAnew(handle));
    }
}
