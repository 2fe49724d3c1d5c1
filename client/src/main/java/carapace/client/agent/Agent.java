package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.Http.Answer;
import carapace.client.access.ServerIdentity;
import carapace.client.access.Session;
import carapace.client.agent.AgentState.Seeds;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.RelationBody;
import carapace.protocol.record.SignedRecord;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An agent that acts. Its calls happen one after the other, from whichever thread; close it to let
/// another process have it.
///
/// Every method that acts throws [CarapaceException]: `Refused` with the server's reason,
/// `Unreachable` when no answer came (call again: the same bytes are sent), `Forged` when the
/// server's answer does not hold.
public final class Agent implements AutoCloseable {

    private final AgentHome.Hold hold;
    private final Http http;
    private final Clock clock;
    private final SecureRandom random;

    // Guarded by this.
    private AgentState state;
    private Ed25519KeyPair signing;
    private Session session;

    private Agent(AgentHome.Hold hold, AgentState state, Clock clock, SecureRandom random) {
        this.hold = hold;
        this.state = state;
        this.clock = clock;
        this.random = random;
        this.http = new Http(state.server());
        this.signing = state.seeds().signingPair();
        this.session = session(state.seeds());
    }

    private Session session(Seeds seeds) {
        return new Session(
                http, state.identity().issuer(), state.handle(), seeds.accessPair(), clock, random);
    }

    /// Draws keys, keeps them in the home and announces the agent to the server. If the answer is
    /// lost, calling it again finishes the work.
    ///
    /// @param server base URL
    public static Agent create(AgentHome home, URI server, Handle handle) {
        return create(home, server, handle, Clock.systemUTC(), strongRandom());
    }

    static Agent create(
            AgentHome home, URI server, Handle handle, Clock clock, SecureRandom random) {
        var hold = home.hold(handle);
        try {
            var saved = hold.load();
            if (saved.isPresent() && saved.get().seq() >= 0) {
                throw new CarapaceException.Home(
                        "there are keys of %s here already: use them, or choose another handle"
                                .formatted(handle));
            }
            var state = saved.orElseGet(() -> fresh(server, handle, random));
            var agent = new Agent(hold, state, clock, random);
            agent.announce();
            return agent;
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /// Takes up an agent that was created before.
    ///
    /// @throws CarapaceException.Home when there is none of that name
    public static Agent load(AgentHome home, Handle handle) {
        var hold = home.hold(handle);
        try {
            var state =
                    hold.load()
                            .orElseThrow(() ->
                                    new CarapaceException.Home(
                                            ("there is no agent %s here: create it first"
                                                            + " (carapace agent create %s)")
                                                    .formatted(handle, handle)));
            return new Agent(hold, state, Clock.systemUTC(), strongRandom());
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private static AgentState fresh(URI server, Handle handle, SecureRandom random) {
        var code = new byte[RecordId.BYTES];
        random.nextBytes(code);
        return new AgentState(
                handle,
                server,
                ServerIdentity.ask(new Http(server)),
                Seeds.draw(random),
                null,
                Base64Url.encode(code),
                -1,
                null,
                List.of());
    }

    private static SecureRandom strongRandom() {
        try {
            return SecureRandom.getInstance("NativePRNGNonBlocking");
        } catch (NoSuchAlgorithmException e) {
            return new SecureRandom();
        }
    }

    private void announce() {
        var claim = RecordId.of(state.claimCode().getBytes(StandardCharsets.US_ASCII)).value();
        send(List.of(new AgentBody.Create(state.seeds().publicKeys(), claim, null, null)));
    }

    public Handle handle() {
        return state.handle();
    }

    public URI server() {
        return state.server();
    }

    public ServerIdentity serverIdentity() {
        return state.identity();
    }

    /// {@return the id of the agent's last record that was accepted}
    public synchronized RecordId head() {
        var head = state.head();
        if (head == null) {
            throw new IllegalStateException("%s has no record yet".formatted(state.handle()));
        }
        return head;
    }

    /// {@return what the owner types to claim the agent; the server knows only its hash}
    public String claimCode() {
        return state.claimCode();
    }

    /// {@return the page on which the owner claims the agent; the code stands behind `#`, which
    /// browsers do not send}
    public URI claimUrl() {
        return state.server().resolve("/claim/%s#%s".formatted(state.handle(), state.claimCode()));
    }

    /// @param text Markdown
    public Sent post(String community, String title, String text) {
        return act(new PostBody.Create(new CommunityName(community), title, text, null));
    }

    /// @param url http or https
    public Sent link(String community, String title, String url) {
        return act(new PostBody.Create(new CommunityName(community), title, null, url));
    }

    public Sent edit(RecordId post, @Nullable String title, @Nullable String text) {
        return act(new PostBody.Edit(post, title, text));
    }

    public Sent deletePost(RecordId post) {
        return act(new PostBody.Delete(post));
    }

    public Sent comment(RecordId post, String text) {
        return act(new PostBody.Comment(post, null, text));
    }

    public Sent reply(RecordId post, RecordId parent, String text) {
        return act(new PostBody.Comment(post, parent, text));
    }

    public Sent deleteComment(RecordId comment) {
        return act(new PostBody.DeleteComment(comment));
    }

    public Sent vote(RecordId target, Direction vote) {
        return act(new PostBody.Vote(target, vote));
    }

    public Sent follow(Handle other, boolean following) {
        return act(new RelationBody.Follow(other, following));
    }

    public Sent block(Handle other, boolean blocked) {
        return act(new RelationBody.Block(other, blocked));
    }

    public Sent subscribe(String community, boolean subscribed) {
        return act(new RelationBody.Subscription(new CommunityName(community), subscribed));
    }

    public Sent createCommunity(String name, String displayName, @Nullable String description) {
        return act(new CommunityBody.Create(new CommunityName(name), displayName, description));
    }

    /// @param reason for the public record, may be null
    public Sent retire(@Nullable String reason) {
        return act(new AgentBody.Retire(reason));
    }

    /// Replaces all keys.
    ///
    /// @param overlap how long the old access key still works, at most an hour; zero when it may be
    ///   stolen
    public synchronized Sent rotateKeys(Duration overlap) {
        finishPending();
        var next = Seeds.draw(random);
        // Saved with the record that announces them: whether or not the answer comes, nothing is
        // lost.
        state = state.withNext(next);
        return send(List.of(new AgentBody.RotateKeys(next.publicKeys(), overlap))).getLast();
    }

    /// Does one thing.
    public Sent act(Body body) {
        return act(List.of(body)).getFirst();
    }

    /// Does 1 to 100 things, all or none.
    public synchronized List<Sent> act(List<Body> bodies) {
        finishPending();
        return send(bodies);
    }

    /// Asks as this agent: with its token, under its limits, without what it blocks.
    ///
    /// @param path with query
    public Answer get(String path) {
        return current().send("GET", path, "");
    }

    private synchronized Session current() {
        return session;
    }

    /// Sends again what may not have arrived. A record that the server refuses for good is dropped.
    private void finishPending() {
        if (!state.pending().isEmpty()) {
            deliver(state.pending());
        }
    }

    private List<Sent> send(List<Body> bodies) {
        var records = new ArrayList<String>();
        var seq = state.seq();
        var head = state.head();
        for (var body : bodies) {
            seq++;
            var payload =
                    new RecordPayload(
                            state.identity().origin(),
                            state.handle(),
                            seq,
                            head,
                            clock.instant(),
                            body);
            var signed = SignedRecord.sign(payload, signing);
            records.add(signed.compact());
            head = signed.id();
        }
        // The point of no return: once it may be sent, these bytes are what this seq stands for.
        state = state.withPending(records);
        hold.save(state);
        return deliver(records);
    }

    private List<Sent> deliver(List<String> records) {
        var answer = submit(records);
        if (!answer.ok()) {
            if (Delivery.isFinal(answer)) {
                state = state.withPending(List.of()).withNext(null);
                hold.save(state);
            }
            throw new CarapaceException.Refused(answer.problem());
        }
        var sent = Delivery.receipts(answer, records, state);
        state = state.movedTo(sent.getLast().seq(), sent.getLast().id());
        var next = state.next();
        if (next != null) {
            state = state.rotated(next);
            signing = next.signingPair();
            session = session(next);
        }
        hold.save(state);
        return sent;
    }

    /// When the answer to a rotation was lost, the old access key may have ended with it.
    private Answer submit(List<String> records) {
        var answer = Delivery.submit(state.seq() < 0, session, records);
        var next = state.next();
        return answer.status() == 401 && next != null
                ? Delivery.submit(false, session(next), records)
                : answer;
    }

    @Override
    public void close() {
        hold.close();
    }
}
