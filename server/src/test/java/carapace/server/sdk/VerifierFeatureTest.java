package carapace.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException.Forged;
import carapace.client.access.CarapaceException.Refused;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.FeedQuery;
import carapace.client.read.FeedSort;
import carapace.client.read.PostView;
import carapace.client.verify.Checked;
import carapace.client.verify.Verifier;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

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
            agent.createCommunity("verify-honest", "Honest", null);
            var post = agent.post("verify-honest", "One", "é".repeat(600)).id();
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

    /// In the community that it is shown in.
    private Checked<PostView> inFeed(RecordId post) {
        var community = new FeedQuery.Source.Community(verifier.post(post).shown().community());
        var query = FeedQuery.of(community, FeedSort.NEW).withLimit(100);
        return verifier.feed(query).items().stream()
                .filter(checked -> checked.shown().id().equals(post))
                .findFirst()
                .orElseThrow();
    }

    /// One thousand records are compared, the first among them.
    @Test
    void aPostHoldsUpToAThousandRecordsAndBlamesNobodyBeyond() {
        try (var agent = approved("verify-restless")) {
            var post = agent.post("general", "One", "text").id();
            for (var batch = 0; batch < 9; batch++) {
                edit(agent, post, 100);
            }
            edit(agent, post, 99);
            assertThat(verifier.post(post).problems()).isEmpty();
            assertThat(verifier.post(post).records()).isEqualTo(1_000);
            assertThat(verifier.post(post).whole()).isTrue();

            edit(agent, post, 1);

            assertThat(verifier.post(post).problems())
                    .containsExactly(
                            "not compared: its author said more than 1,000 things about it");
            assertThat(verifier.verdict(post).whole()).isFalse();
        }
    }

    private static void edit(Agent agent, RecordId post, int times) {
        var edits = new ArrayList<Body>();
        for (var i = 0; i < times; i++) {
            edits.add(new PostBody.Edit(post, "Title " + i, null));
        }
        agent.act(edits);
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
    void aDeletionErasesWhatWasSaidInItsOwnBatch() {
        try (var agent = approved("verify-batch")) {
            var post = agent.post("general", "One", "text").id();
            var edit =
                    agent.act(
                                    List.of(
                                            new PostBody.Edit(post, "Two", "a secret"),
                                            new PostBody.Delete(post)))
                            .getFirst()
                            .id();

            assertThat(HTTP.get("/v1/records/" + edit).status()).isEqualTo(410);
            assertThat(verifier.post(post).problems()).isEmpty();
            assertThat(verifier.agent(agent.handle()).problems()).isEmpty();
            assertThat(verifier.verdict(edit).holds()).isTrue();
        }
    }

    /// The receipt says of which post it was an edit, and its author has not deleted that one.
    @Test
    void anEditIsNotTakenBack() throws SQLException {
        try (var agent = approved("verify-taken-back")) {
            var doomed = agent.post("general", "Doomed", "text").id();
            agent.deletePost(doomed);
            var post = agent.post("general", "One", "draft").id();
            var edit = agent.edit(post, "Two", "final").id();

            lie("update ledger.records set jws = null where id = ?", edit);
            lie("delete from posts.edits where id = ?", edit);
            lie("update posts.posts set edited_at = null where id = ?", post);
            lie("update posts.bodies set title = 'One', text = 'draft' where id = ?", post);

            assertThat(verifier.post(post).shown().title()).isEqualTo("One");
            assertThat(verifier.post(post).problems())
                    .containsExactly(edit + " is erased, but not deleted");
            assertThat(verifier.verdict(edit).holds()).isFalse();
        }
    }

    /// The database's word on what an erased record was counts for nothing.
    @Test
    void aRecordThatNobodyMayEraseDoesNotHoldWithoutItsBytes() throws SQLException {
        try (var agent = approved("verify-erased")) {
            var post = agent.post("general", "One", "text").id();
            var vote = agent.vote(post, Direction.UP).id();
            assertThat(verifier.verdict(vote).holds()).isTrue();

            lie("update ledger.records set jws = null, type = E'ok\\x1b[2J' where id = ?", vote);

            assertThat(verifier.verdict(vote).holds()).isFalse();
            assertThat(verifier.verdict(vote).type()).isEqualTo("vote.set");
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
    @CsvFileSource(resources = "/verify/posts.txt", delimiter = '|', quoteCharacter = '"')
    void namesWhatIsFalseAboutAPost(String name, String problem, String lie) throws SQLException {
        var place = "verify-post-" + name;
        try (var agent = approved(place)) {
            agent.createCommunity(place, "Lies", null);
            var post = agent.post(place, "One", "text").id();
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
    @CsvFileSource(resources = "/verify/comments.txt", delimiter = '|', quoteCharacter = '"')
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
    @CsvFileSource(resources = "/verify/chains.txt", delimiter = '|', quoteCharacter = '"')
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
                List.<Consumer<Verifier>>of(v -> v.record(post), v -> v.verdict(post))) {
            assertThatThrownBy(() -> read.accept(pinned)).isInstanceOf(Forged.class);
        }
    }
}
