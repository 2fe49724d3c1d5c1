package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.client.access.CarapaceException.Refused;
import carapace.client.access.CarapaceException.Unreachable;
import carapace.client.access.Http;
import carapace.client.access.Session;
import carapace.protocol.key.Base64Url;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.IdentityToken;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One agent's chain of records: signs what comes next and sees to it that each record is accepted
/// once or not at all. Not safe for threads: [Agent] lets in one at a time.
///
/// Records are saved before they are sent and stay saved until it is known what became of them, so
/// one `seq` never stands for two records, even when an answer is lost or the process killed.
final class Chain {

    /// Records that the server takes at once.
    static final int BATCH_MAX = 100;

    private static final int IDENTITY_ID_BYTES = 16;
    private static final int ATTEMPTS_MAX = 3;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final AgentHome.Hold hold;
    private final Http http;
    private final Clock clock;
    private final SecureRandom random;

    private AgentState state;
    private AgentKeys keys;

    /// Read by other threads too.
    private volatile Session session;

    /// Whether what is pending may have been accepted already.
    private boolean uncertain = true;

    /// Whether the server has shown the key that is remembered, since this was made.
    private boolean recognised;

    Chain(AgentHome.Hold hold, AgentState state, Http http, Clock clock, SecureRandom random) {
        this.hold = hold;
        this.state = state;
        this.http = http;
        this.clock = clock;
        this.random = random;
        this.keys = hold.keys(state.generation());
        this.session = newSession();
        // Left behind when the process ended right after a rotation.
        hold.forget(state.generation() - 1);
    }

    private Session newSession() {
        return new Session(
                http, state.identity().issuer(), state.handle(), keys.access(), clock, random);
    }

    /// What became of the pending records.
    private sealed interface Settled {
        record Accepted(List<Sent> sent) implements Settled {}

        /// None of them was accepted, nor ever will be.
        record Dropped(Refused why) implements Settled {}
    }

    AgentState state() {
        return state;
    }

    Http http() {
        return http;
    }

    Session session() {
        recognise();
        return session;
    }

    String identify(String audience, Optional<String> nonce) {
        var id = new byte[IDENTITY_ID_BYTES];
        random.nextBytes(id);
        var now = clock.instant();
        var token =
                new IdentityToken(
                        state.identity().origin(),
                        state.handle(),
                        audience,
                        now,
                        now.plus(IdentityToken.LIFE_MAX),
                        Base64Url.encode(id),
                        nonce);
        return token.sign(keys.signing());
    }

    /// Before anything goes to a server, it must be the one that the agent was made on.
    private void recognise() {
        if (!recognised) {
            state.identity().requireSame(http);
            recognised = true;
        }
    }

    /// Signs and sends acts, all or none.
    ///
    /// When the same acts are pending since an earlier call failed, that call is finished instead
    /// of saying them twice; other acts that are pending come first.
    ///
    /// @throws IllegalArgumentException unless there are 1 to 100, each within its limits
    List<Sent> send(List<? extends Body> bodies) {
        if (bodies.isEmpty() || bodies.size() > BATCH_MAX) {
            throw new IllegalArgumentException("1 to 100 acts go at once, not " + bodies.size());
        }
        if (!state.pending().isEmpty()) {
            var again = state.isSaying(bodies);
            switch (settle()) {
                case Settled.Accepted(var sent) when again -> {
                    return sent;
                }
                // Signed too long ago to be accepted now: the same is signed afresh.
                case Settled.Dropped(var why)
                        when again && !why.problem().type().equals("clock-skew") ->
                        throw why;
                case Settled.Accepted _, Settled.Dropped _ -> {}
            }
        }
        // The point of no return: once it may be sent, these bytes are what this seq stands for.
        state = state.withPending(signed(bodies));
        hold.save(state);
        uncertain = false;
        return sentOrThrow(settle());
    }

    private List<SignedRecord> signed(List<? extends Body> bodies) {
        var records = new ArrayList<SignedRecord>();
        var seq = state.seq();
        var head = state.head();
        for (var body : bodies) {
            seq++;
            var origin = state.identity().origin();
            var payload =
                    new RecordPayload(origin, state.handle(), seq, head, clock.instant(), body);
            var record = SignedRecord.sign(payload, keys.signing());
            records.add(record);
            head = record.id();
        }
        return records;
    }

    private static List<Sent> sentOrThrow(Settled settled) {
        return switch (settled) {
            case Settled.Accepted(var sent) -> sent;
            case Settled.Dropped(var why) -> throw why;
        };
    }

    /// Finishes what is pending, if anything is.
    ///
    /// @return what was accepted; empty when nothing was pending, or the server refused it for good
    Optional<List<Sent>> resume() {
        if (state.pending().isEmpty()) {
            return Optional.empty();
        }
        return settle() instanceof Settled.Accepted(var sent)
                ? Optional.of(sent)
                : Optional.empty();
    }

    /// Finishes what is pending.
    ///
    /// @throws Refused when the server refuses it for good
    List<Sent> finish() {
        return sentOrThrow(settle());
    }

    /// Replaces all keys. The new ones are kept before the record that announces them is sent, and
    /// count from its acceptance on, in one step.
    Sent rotate(Duration overlap) {
        var rotating = state.isRotating();
        var finished = resume();
        if (rotating && finished.isPresent()) {
            return finished.get().getLast();
        }
        try (var next = KeySeeds.draw(random)) {
            hold.keep(state.generation() + 1, next);
            return send(List.of(new AgentBody.RotateKeys(next.publicKeys(), overlap))).getLast();
        }
    }

    /// Sends what is pending until it is known what became of it.
    ///
    /// @throws CarapaceException when that is still not known; the records stay pending
    private Settled settle() {
        recognise();
        var body = Delivery.body(state.pending());
        for (var attempt = 1; ; attempt++) {
            try {
                var answer = submit(body);
                if (answer.ok()) {
                    // Should the receipts not hold, the records are accepted all the same.
                    uncertain = true;
                    return accepted(Delivery.receipts(answer, state.pending(), state.identity()));
                }
                answer.orRefused();
            } catch (Unreachable lost) {
                uncertain |= lost.maybeReceived();
                if (!lost.maybeReceived() || attempt == ATTEMPTS_MAX) {
                    throw lost;
                }
            } catch (Refused refused) {
                if (refused.problem().status() < 500) {
                    return refused(refused);
                }
                // It may have failed after the records were written.
                uncertain = true;
                if (attempt == ATTEMPTS_MAX) {
                    throw refused;
                }
            }
            pause(attempt);
        }
    }

    private Http.Answer submit(String body) {
        return state.isCreated()
                ? session.send("POST", Delivery.PATH, body)
                : session.sendWithoutToken(Delivery.PATH, body);
    }

    private Settled accepted(List<Sent> sent) {
        var rotated = state.isRotating();
        state = state.accepted();
        hold.save(state);
        if (rotated) {
            keys = hold.keys(state.generation());
            session = newSession();
            hold.forget(state.generation() - 1);
        }
        return new Settled.Accepted(sent);
    }

    private Settled refused(Refused why) {
        if (uncertain && !Delivery.isDecided(why.problem())) {
            // A frozen, retired or rotated agent may send no more, but what it sent before may
            // have been accepted.
            var published = Delivery.published(http, state.pending(), state.identity());
            return accepted(published.orElseThrow(() -> why));
        }
        drop();
        return new Settled.Dropped(why);
    }

    private void drop() {
        var rotating = state.isRotating();
        state = state.withPending(List.of());
        hold.save(state);
        if (rotating) {
            hold.forget(state.generation() + 1);
        }
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(PAUSE.multipliedBy(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted while waiting to send again", true, e);
        }
    }

    /// Takes up the agent's head from the server.
    void recover() {
        recognise();
        var head = Recovery.head(http, state, keys.signing().publicKey());
        state = state.at(head.payload().seq(), head.id());
        hold.save(state);
    }
}
