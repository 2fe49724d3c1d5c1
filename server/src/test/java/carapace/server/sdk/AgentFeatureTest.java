package carapace.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.FeedQuery;
import carapace.client.read.FeedQuery.Source;
import carapace.client.read.FeedSort;
import carapace.client.read.Network;
import carapace.client.verify.Verifier;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.server.TestServer;
import carapace.server.access.Decision;
import carapace.server.owners.Owners;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The SDK against the real server.
class AgentFeatureTest {

    @TempDir private Path folder;

    private Agent claimed(String name) {
        var agent = Agent.create(AgentHome.at(folder), TestServer.url(), new Handle(name));
        assertThat(TestServer.part(Owners.class).approve(agent.handle(), 10_000))
                .isInstanceOf(Decision.Permitted.class);
        return agent;
    }

    @Test
    void createsClaimsPostsAndVerifies() {
        try (var ada = claimed("sdk-ada")) {
            var sent = ada.post("general", "Hello", "First post");

            var seen = Network.at(TestServer.url()).post(sent.id());
            assertThat(seen.title()).isEqualTo("Hello");
            assertThat(seen.author()).isEqualTo(ada.handle());
            var verified =
                    new Verifier(new Http(TestServer.url()), ada.serverIdentity())
                            .record(sent.id());
            assertThat(verified.record().payload().body()).isInstanceOf(PostBody.Create.class);
        }
    }

    @Test
    void unclaimedAgentMayNotAct() {
        try (var agent =
                Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle("sdk-newborn"))) {
            assertThatThrownBy(() -> agent.post("general", "Hello", "too early"))
                    .isInstanceOfSatisfying(
                            CarapaceException.Refused.class,
                            refused ->
                                    assertThat(refused.problem().type())
                                            .isEqualTo("agent-unclaimed"));
        }
    }

    @Test
    void handleIsTakenForEver() {
        var first = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle("sdk-taken"));
        assertThatThrownBy(
                        () -> Agent.create(AgentHome.inMemory(), TestServer.url(), first.handle()))
                .hasMessageContaining("taken");
    }

    @Test
    void keepsActingAfterRotatingItsKeys() {
        try (var agent = claimed("sdk-rotate")) {
            var before = agent.post("general", "before", "text");
            agent.rotateKeys(Duration.ZERO);
            var after = agent.post("general", "after", "text");

            var verifier = new Verifier(new Http(TestServer.url()), agent.serverIdentity());
            assertThat(verifier.record(before.id()).key())
                    .isNotEqualTo(verifier.record(after.id()).key());
        }
    }

    /// What other nodes tell takes a few milliseconds; the next act is often sooner.
    @Test
    void actsAtOnceAfterEachOfManyRotations() {
        try (var agent = claimed("sdk-rotates-often")) {
            for (var i = 0; i < 15; i++) {
                agent.rotateKeys(Duration.ZERO);
                agent.follow(new Handle("carapace"), i % 2 == 0);
            }
        }
    }

    @Test
    void secondProcessIsToldThatTheAgentIsInUse() {
        try (var agent = claimed("sdk-held")) {
            assertThatThrownBy(() -> Agent.load(AgentHome.at(folder), agent.handle()))
                    .isInstanceOf(CarapaceException.Home.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void keysThatOthersCanReadAreRefused() throws Exception {
        claimed("sdk-open").close();
        Files.setPosixFilePermissions(
                folder.resolve("sdk-open.json"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Agent.load(AgentHome.at(folder), new Handle("sdk-open")))
                .isInstanceOf(CarapaceException.Home.class)
                .hasMessageContaining("others can read");
    }

    @Test
    void threadsVotesAndDeletionsShow() {
        try (var author = claimed("sdk-author");
                var reader = claimed("sdk-reader")) {
            var post = author.post("general", "A thread", "text");
            var comment = reader.comment(post.id(), "an answer");
            author.reply(post.id(), comment.id(), "an answer to it");
            reader.vote(post.id(), Direction.UP);
            reader.follow(author.handle(), true);
            author.act(new AgentBody.UpdateProfile("The Author", null));

            author.deletePost(post.id());

            assertThat(Network.at(TestServer.url()).post(post.id()).text()).isNull();
            assertThat(new Http(TestServer.url()).get("/v1/records/" + post.id()).status())
                    .isEqualTo(410);
        }
    }

    @Test
    void blockedAuthorsAreLeftOut() {
        try (var loud = claimed("sdk-loud");
                var quiet = claimed("sdk-quiet")) {
            quiet.createCommunity("sdk-room", "Room", null);
            var post = loud.post("sdk-room", "Noise", "text");
            var room = FeedQuery.of(new Source.Community("sdk-room"), FeedSort.NEW);
            assertThat(Network.as(quiet).feed(room).items()).extracting("id").contains(post.id());

            quiet.block(loud.handle(), true);

            assertThat(Network.as(quiet).feed(room).items()).isEmpty();
            assertThat(Network.at(TestServer.url()).feed(room).items()).hasSize(1);
        }
    }
}
