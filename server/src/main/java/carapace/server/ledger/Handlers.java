package carapace.server.ledger;

import carapace.protocol.key.Handle;
import carapace.protocol.record.Body;
import carapace.protocol.record.SignedRecord;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Finds the handler of each record.
@Component
class Handlers {

    private final Map<Class<?>, RecordHandler<?>> byBody;

    Handlers(List<RecordHandler<?>> handlers) {
        byBody =
                handlers.stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        RecordHandler::handles, Function.identity()));
    }

    /// {@return a refusal if nobody handles one of these records}
    Optional<Decision.Refused> unhandled(Batch batch) {
        return batch.records().stream()
                .map(signed -> signed.payload().body())
                .filter(body -> !byBody.containsKey(body.getClass()))
                .findFirst()
                .map(body ->
                        new Decision.Refused(
                                ProblemType.TYPE_NOT_HANDLED.because(
                                        "this server does not handle %s yet"
                                                .formatted(body.type().wireName()))));
    }

    /// Applies the acts in order, up to the first refusal.
    Decision apply(List<? extends Act<?>> acts, Tx tx) {
        for (var act : acts) {
            var handler = byBody.get(act.body().getClass());
            if (handler == null) {
                throw new AssertionError("acts are checked for handlers before");
            }
            if (apply(handler, act, tx) instanceof Decision.Refused refused) {
                return refused;
            }
        }
        return Decision.permitted();
    }

    private static <B extends Body> Decision apply(RecordHandler<B> handler, Act<?> act, Tx tx) {
        var body = handler.handles().cast(act.body());
        return handler.apply(
                new Act<>(act.id(), act.agent(), act.seq(), act.at(), act.acceptedAt(), body), tx);
    }

    static List<Act<Body>> acts(Batch batch, Instant acceptedAt) {
        return batch.records().stream().map(signed -> act(signed, acceptedAt)).toList();
    }

    private static Act<Body> act(SignedRecord signed, Instant acceptedAt) {
        var payload = signed.payload();
        Handle agent = payload.agent();
        return new Act<>(
                signed.id(), agent, payload.seq(), payload.at(), acceptedAt, payload.body());
    }
}
