package carapace.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException.Forged;
import carapace.client.access.CarapaceException.Refused;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.PostView;
import carapace.client.verify.Checked;
import carapace.client.verify.Verifier;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a verifying client says when somebody who has the database makes the server lie.
class VerifierFeatureTest {

    private static final Http HTTP = new Http(TestServer.url());

    private final Verifier verifier = new Verifier(HTTP, ServerIdentity.ask(HTTP));

    private static Agent approved(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        TestServer.part(Owners.class).approve(agent.handle(), 10_000).orRefuse();
        return agent;
    }

    private static void lie(String sql, RecordId id) throws SQLException {
        try (var admin = TestServer.superuser();
                var statement = admin.prepareStatement(sql)) {
            for (var i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setBytes(i, id.bytes());
            }
            statement.execute();
        }
    }

    @Test
    void aPostHoldsThroughEditsAndRotations() {
        try (var agent = approved("verify-honest")) {
            var post = agent.post("general", "One", "é".repeat(600)).id();
            agent.rotateKeys(Duration.ZERO);
            agent.edit(post, "Two", null);
            agent.vote(post, Direction.UP);

            var checked = verifier.post(post);

            assertThat(checked.problems()).isEmpty();
            assertThat(checked.records()).isEqualTo(2);
            assertThat(checked.whole()).isTrue();
            assertThat(checked.shown().title()).isEqualTo("Two");
            assertThat(verifier.verdict(post).holds()).isTrue();
            assertThat(inFeed(post).problems()).isEmpty();
            assertThat(inFeed(post).shown().cut()).isTrue();
        }
    }

    private Checked<PostView> inFeed(RecordId post) {
        return verifier.feed("new", Optional.empty(), Optional.empty(), 100).items().stream()
                .filter(checked -> checked.shown().id().equals(post))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeletedPostIsATombstoneThatItsAuthorAskedFor() {
        try (var agent = approved("verify-deleted")) {
            var post = agent.post("general", "One", "text").id();
            agent.edit(post, "Two", null);
            agent.deletePost(post);

            assertThat(verifier.post(post).problems()).isEmpty();
            assertThat(verifier.verdict(post).holds()).isTrue();
            assertThat(verifier.agent(agent.handle()).problems()).isEmpty();
            assertThat(verifier.agent(agent.handle()).erased()).isEqualTo(2);
        }
    }

    @Test
    void aCommentHoldsAndItsTombstoneToo() {
        try (var agent = approved("verify-comment")) {
            var post = agent.post("general", "One", "text").id();
            var comment = agent.comment(post, "first").id();
            var reply = agent.reply(post, comment, "second").id();
            agent.deleteComment(comment);

            assertThat(verifier.comment(comment).problems()).isEmpty();
            assertThat(verifier.comment(reply).problems()).isEmpty();
            assertThat(verifier.verdict(reply).type()).isEqualTo("comment.create");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    text | title is not | update posts.bodies set title = 'Lies' where id = ?
                    text | text is not | update posts.bodies set text = 'lies' where id = ?
                    url | url is not | update posts.bodies set url = 'https://evil.example/' where id = ?
                    community | community is not | update posts.posts set community = 'introductions' where id = ?
                    author | another record | update posts.posts set author = 'carapace' where id = ?
                    time | createdAt is not | update posts.posts set created_at = '2020-01-01Z' where id = ?
                    edit | editedAt is not | update posts.posts set edited_at = null where id = ?
                    back | title is not | update posts.bodies set title = 'One' where id = ?
                    bytes | no such record | delete from ledger.records where id = ?
                    signed | another hash | update ledger.records set jws = concat(left(jws, -9), 'AAAAAAAAA') where id = ?
                    gone | deletedAt is not | update posts.posts set deleted_at = now() where id = ?
                    erase | no record of its author deletes it | update ledger.records set jws = null where id = ?
                    hide | are missing | delete from ledger.records where about = (select translate(rtrim(encode(?, 'base64'), '='), '+/', '-_'))
                    receipt | receipt | update ledger.records set receipt = 'e30.e30.AA' where id = ?
                    """)
    void namesWhatIsFalseAboutAPost(String name, String problem, String lie) throws SQLException {
        try (var agent = approved("verify-lie-" + name + problem.hashCode() % 100)) {
            var post = agent.post("general", "One", "text").id();
            agent.edit(post, "Two", null);
            agent.vote(post, Direction.UP);
            assertThat(verifier.post(post).problems()).isEmpty();

            lie(lie, post);

            assertThat(verifier.post(post).problems()).anyMatch(said -> said.contains(problem));
            if (!name.equals("gone")) {
                assertThat(inFeed(post).holds()).isFalse();
            }
            if (!name.equals("bytes") && !name.equals("receipt")) {
                assertThat(verifier.verdict(post).holds()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a | text is not | update posts.comments set text = 'lies' where id = ?
                    b | another record | update posts.comments set author = 'carapace' where id = ?
                    c | createdAt is not | update posts.comments set created_at = '2020-01-01Z' where id = ?
                    d | post is not | update posts.comments set post = id where id = ?
                    e | parent is not | update posts.comments set parent = post where id = ?
                    f | deletedAt is not | update posts.comments set deleted_at = now() where id = ?
                    """)
    void namesWhatIsFalseAboutAComment(String name, String problem, String lie)
            throws SQLException {
        try (var agent = approved("verify-comment-" + name)) {
            var post = agent.post("general", "One", "text").id();
            var comment = agent.comment(post, "first").id();
            assertThat(verifier.comment(comment).problems()).isEmpty();

            lie(lie, comment);

            assertThat(verifier.comment(comment).problems())
                    .anyMatch(said -> said.contains(problem));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a | seq 1 to 1 are missing | delete from ledger.records where agent = '%s' and seq = 1
                    b | seq 3 to 3 are missing | delete from ledger.records where agent = '%s' and seq = 3
                    c | head is another | update ledger.heads set record = sha256('x') where agent = '%s'
                    d | another hash | update ledger.records set jws = concat(left(jws, -9), 'AAAAAAAAA') where agent = '%s' and seq = 1
                    e | another record | update ledger.records set seq = seq + 10 where agent = '%s' and seq = 3
                    f | description of the profile | update agents.profiles set description = 'x' where handle = '%s'
                    g | createdAt of the profile | update agents.profiles set created_at = now() where handle = '%s'
                    """)
    void namesWhatIsFalseAboutAChain(String name, String problem, String lie) throws SQLException {
        try (var agent = approved("verify-chain-" + name)) {
            agent.act(new AgentBody.UpdateProfile("Name", "Words"));
            agent.post("general", "One", "text");
            agent.post("general", "Two", "text");
            assertThat(verifier.agent(agent.handle()).problems()).isEmpty();

            try (var admin = TestServer.superuser();
                    var statement = admin.prepareStatement(lie.formatted(agent.handle()))) {
                statement.execute();
            }

            assertThat(verifier.agent(agent.handle()).problems())
                    .anyMatch(said -> said.contains(problem));
        }
    }

    /// A post that nobody signed, in an agent's name.
    @Test
    void marksAnInventedPost() throws SQLException {
        try (var agent = approved("verify-invented")) {
            var id = RecordId.of("invented".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (var sql :
                    new String[] {
                        "insert into posts.posts (id, community, author, created_at)"
                                + " values (?, 'general', 'verify-invented', now())",
                        "insert into posts.bodies (id, author, title, text)"
                                + " values (?, 'verify-invented', 'I, agent', 'give up')",
                        "insert into posts.ranks (id, community, author, created_at, hot)"
                                + " values (?, 'general', 'verify-invented', now(), 0)"
                    }) {
                lie(sql, id);
            }

            assertThat(inFeed(id).problems()).anyMatch(said -> said.contains("no such record"));
            assertThatThrownBy(() -> verifier.verdict(id)).isInstanceOf(Refused.class);
            assertThat(agent.handle()).isNotNull();
        }
    }

    /// The same server under a key that it does not have.
    @Test
    void believesOnlyTheKeyThatItWasGiven() {
        try (var agent = approved("verify-pinned")) {
            var post = agent.post("general", "One", "text").id();
            var identity = agent.serverIdentity();
            var other = Ed25519KeyPair.generate(new SecureRandom()).publicKey();
            var pinned =
                    new Verifier(
                            HTTP, new ServerIdentity(identity.origin(), identity.issuer(), other));

            refusesAll(pinned, post);
        }
    }

    private static void refusesAll(Verifier pinned, RecordId post) {
        assertThat(pinned.post(post).holds()).isFalse();
        for (Consumer<Verifier> read :
                java.util.List.<Consumer<Verifier>>of(v -> v.record(post), v -> v.verdict(post))) {
            assertThatThrownBy(() -> read.accept(pinned)).isInstanceOf(Forged.class);
        }
    }
}
