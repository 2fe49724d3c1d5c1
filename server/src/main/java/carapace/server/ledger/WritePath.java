package carapace.server.ledger;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.SignedRecord;
import carapace.server.access.AgentCaller;
import carapace.server.access.Authority;
import carapace.server.access.Decision;
import carapace.server.access.Newcomer;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import carapace.server.access.Sender;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.ledger.LedgerProjection.Known;
import carapace.server.ledger.Outcome.Accepted;
import carapace.server.ledger.Outcome.Receipted;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// The one way in for acts.
///
/// Signatures are checked before the transaction begins, against the authority that counted then; a
/// gate compares the version under the lock, so a rotation that came between is noticed.
@Component
class WritePath {

    private static final Logger LOG = LoggerFactory.getLogger(WritePath.class);

    private final Database database;
    private final LedgerProjection projection;
    private final Handlers handlers;
    private final List<Gate> gates;
    private final Ed25519KeyPair serverKey;
    private final Origin origin;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    WritePath(
            Database database,
            LedgerProjection projection,
            Handlers handlers,
            List<Gate> gates,
            Ed25519KeyPair serverKey,
            Origin origin,
            Clock clock,
            ApplicationEventPublisher events) {
        this.database = database;
        this.projection = projection;
        this.handlers = handlers;
        this.gates = List.copyOf(gates);
        this.serverKey = serverKey;
        this.origin = origin;
        this.clock = clock;
        this.events = events;
    }

    /// Who sends the batch, once for both kinds of sender.
    ///
    /// @param authority null for an agent's first records
    private record Party(Caller.Agent database, @Nullable Authority authority) {}

    /// Accepts all of the records or none.
    ///
    /// @param compacts 1 to 100 compact JWS as received
    Outcome accept(Sender sender, List<byte[]> compacts) {
        database.requireRoom();
        return switch (Batch.read(compacts, origin)) {
            case Batch.Read.Refused(var problem) -> new Outcome.Refused(problem);
            case Batch.Read.Ok(var batch) ->
                    switch (sender) {
                        case AgentCaller caller -> fromAgent(caller, batch);
                        case Newcomer newcomer -> fromNewcomer(newcomer, batch);
                    };
        };
    }

    private Outcome fromAgent(AgentCaller caller, Batch batch) {
        if (!batch.agent().equals(caller.handle())) {
            return refused(ProblemType.FOREIGN_AGENT, "you are %s".formatted(caller.handle()));
        }
        return write(new Party(caller.database(), caller.authority()), batch);
    }

    private Outcome fromNewcomer(Newcomer newcomer, Batch batch) {
        if (!(batch.first().payload().body() instanceof AgentBody.Create create)
                || batch.records().size() > 1) {
            return refused(
                    ProblemType.TOKEN_MISSING,
                    "without a token only a single agent.create is accepted");
        }
        if (batch.agent().equals(ServerActs.HANDLE)) {
            // Also before the server's first act: whoever had its name would be the operator.
            return refused(ProblemType.HANDLE_TAKEN, "choose another handle");
        }
        if (!create.keys().access().equals(newcomer.key())) {
            return refused(
                    ProblemType.PROOF_INVALID,
                    "the proof must be made by the access key in the record");
        }
        return write(new Party(newcomer.database(batch.agent()), null), batch);
    }

    /// Writes acts of the server itself, which no gate stops.
    Outcome acceptOwn(Batch batch) {
        return write(new Party(new Caller.Agent(batch.agent()), null), batch);
    }

    private Outcome write(Party party, Batch batch) {
        var unhandled = handlers.unhandled(batch);
        if (unhandled.isPresent()) {
            return new Outcome.Refused(unhandled.get().problem());
        }
        var acceptedAt = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var signed = isSigned(party, batch);
        var outcome =
                database.transact(
                        party.database(),
                        tx -> {
                            var result = writeIn(tx, party, batch, signed, acceptedAt);
                            if (result instanceof Outcome.Refused) {
                                tx.rollback();
                            }
                            return result;
                        });
        keepEvidence(party, outcome);
        return outcome;
    }

    private boolean isSigned(Party party, Batch batch) {
        if (batch.first().payload().body() instanceof AgentBody.Create create) {
            return batch.isSignedBy(create.keys().signing());
        }
        return party.authority() == null
                ? batch.isSignedBy(serverKey.publicKey())
                : batch.isSignedBy(party.authority().signing());
    }

    private Outcome writeIn(Tx tx, Party party, Batch batch, boolean signed, Instant acceptedAt) {
        var head = projection.lockHead(batch.agent(), tx);
        return head.isPresent() && head.get().seq() >= batch.first().payload().seq()
                ? repeated(tx, party, batch, head.get(), signed, acceptedAt)
                : append(tx, party, batch, head, signed, acceptedAt);
    }

    private Outcome append(
            Tx tx,
            Party party,
            Batch batch,
            Optional<Head> head,
            boolean signed,
            Instant acceptedAt) {
        if (!signed) {
            return unsigned();
        }
        if (!batch.isTimely(acceptedAt)) {
            return refused(
                    ProblemType.CLOCK_SKEW, "at must be within 5 minutes of the server's clock");
        }
        if (!follows(head, batch)) {
            return new Outcome.Refused(gap(head));
        }
        var acts = Handlers.acts(batch, acceptedAt);
        if (permitted(party, acts, tx) instanceof Decision.Refused(var problem)) {
            return new Outcome.Refused(problem);
        }
        var receipted = batch.records().stream().map(r -> receipt(r, acceptedAt)).toList();
        var receipts = receipted.stream().map(Receipted::receipt).toList();
        if (head.isPresent()) {
            // Before the handlers: a deletion also erases what was said in its own batch.
            projection.append(batch, receipts, acceptedAt, tx);
        }
        if (handlers.apply(acts, tx) instanceof Decision.Refused(var problem)) {
            // A newcomer may have been overtaken, by the same record or by another.
            var overtaken = head.isEmpty() ? projection.lockHead(batch.agent(), tx) : head;
            return head.isEmpty() && overtaken.isPresent()
                    ? repeated(tx, party, batch, overtaken.get(), true, acceptedAt)
                    : new Outcome.Refused(problem);
        }
        if (head.isEmpty()) {
            projection.append(batch, receipts, acceptedAt, tx);
        }
        return new Accepted(receipted);
    }

    private Decision permitted(Party party, List<? extends Act<?>> acts, Tx tx) {
        if (party.authority() == null) {
            return Decision.permitted();
        }
        for (var gate : gates) {
            if (gate.check(party.authority(), acts, tx) instanceof Decision.Refused refused) {
                return refused;
            }
        }
        return Decision.permitted();
    }

    /// Records that were accepted before are answered with their receipts, whoever's key counts
    /// now: the answer to a rotation may have been lost. What follows them is accepted as usual.
    private Outcome repeated(
            Tx tx, Party party, Batch batch, Head head, boolean signed, Instant acceptedAt) {
        var receipts =
                projection.known(batch.agent(), batch.ids(), tx).stream()
                        .collect(Collectors.toMap(Known::id, Known::receipt));
        var again = new ArrayList<Receipted>();
        for (var record : batch.records()) {
            var receipt = receipts.get(record.id());
            if (receipt == null) {
                break;
            }
            again.add(receipted(record, receipt));
        }
        var known = again.size();
        if (known == batch.records().size()) {
            return new Accepted(again);
        }
        if (known == 0 && batch.isCreation()) {
            return refused(ProblemType.HANDLE_TAKEN, "choose another handle");
        }
        var rest = batch.from(known);
        var restSigned = known == 0 ? signed : isSigned(party, rest);
        if (rest.first().payload().seq() <= head.seq()) {
            return restSigned ? forked(rest.first(), known) : unsigned();
        }
        var outcome = append(tx, party, rest, Optional.of(head), restSigned, acceptedAt);
        if (outcome instanceof Accepted(var fresh)) {
            again.addAll(fresh);
            return new Accepted(again);
        }
        return outcome;
    }

    private static Outcome forked(SignedRecord fork, int index) {
        var problem =
                ProblemType.CHAIN_FORK
                        .because(
                                "another record has this seq: fetch the head; if you did not send"
                                        + " it, rotate the keys")
                        .with("index", index);
        return new Outcome.Refused(problem, fork);
    }

    private static Outcome unsigned() {
        return refused(
                ProblemType.RECORD_SIGNATURE,
                "sign with the agent's current signing key, over the bytes that you send");
    }

    private static boolean follows(Optional<Head> head, Batch batch) {
        var first = batch.first().payload();
        return head.map(last -> last.seq() + 1 == first.seq() && last.record().equals(first.prev()))
                .orElse(first.seq() == 0);
    }

    private static Problem gap(Optional<Head> head) {
        var problem =
                ProblemType.CHAIN_GAP.because("sign again with seq and prev of the agent's head");
        return head.map(last -> problem.with("seq", last.seq())).orElse(problem);
    }

    private Receipted receipt(SignedRecord record, Instant acceptedAt) {
        return receipted(record, Receipt.of(record, acceptedAt).sign(serverKey));
    }

    private static Receipted receipted(SignedRecord record, String receipt) {
        return new Receipted(
                record.id(), record.payload().agent(), record.payload().seq(), receipt);
    }

    /// In a transaction of its own, since the refusal rolled the other one back.
    private void keepEvidence(Party party, Outcome outcome) {
        if (outcome instanceof Outcome.Refused(_, var fork) && fork != null) {
            var agent = party.database().handle();
            database.transact(
                    new Caller.Agent(agent),
                    tx -> {
                        // One after the other, or a flood would be counted before it is kept.
                        projection.lockHead(agent, tx);
                        projection.keepEvidence(fork, tx);
                        return true;
                    });
            LOG.warn(
                    "two records of {} with seq {}: its signing key is in two hands; {} was refused"
                            + " and is kept as evidence",
                    agent,
                    fork.payload().seq(),
                    fork.id());
            events.publishEvent(new ForkSeen(agent, fork.payload().seq(), fork.id()));
        }
    }

    private static Outcome refused(ProblemType type, String detail) {
        return new Outcome.Refused(type.because(detail));
    }
}
