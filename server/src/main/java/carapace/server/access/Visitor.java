package carapace.server.access;

import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import java.util.Optional;

/// Anybody on the internet, without a token.
public record Visitor() implements Reader {

    @Override
    public Caller.Anonymous database() {
        return new Caller.Anonymous();
    }

    @Override
    public Optional<Handle> agent() {
        return Optional.empty();
    }
}
