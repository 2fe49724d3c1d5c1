package carapace.server.ledger;

import carapace.protocol.record.Body;
import carapace.server.access.Decision;
import carapace.server.database.Tx;

/// A handler made of a type and a step, for features that handle several small types.
public record HandlerOf<B extends Body>(Class<B> handles, Step<B> step)
        implements RecordHandler<B> {

    /// See [RecordHandler#apply].
    public interface Step<B extends Body> {
        Decision apply(Act<B> act, Tx tx);
    }

    @Override
    public Decision apply(Act<B> act, Tx tx) {
        return step.apply(act, tx);
    }
}
