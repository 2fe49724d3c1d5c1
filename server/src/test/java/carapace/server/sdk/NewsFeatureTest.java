package carapace.server.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.HomeView;
import carapace.client.read.Inbox;
import carapace.client.read.Network;
import carapace.client.read.PostView;
import carapace.protocol.key.Handle;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.owners.Owners;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The inbox by the SDK.
class NewsFeatureTest {

    private static final Optional<String> ANY = Optional.empty();

    private static Agent claimed(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        TestServer.part(Owners.class).approve(agent.handle(), 1_000).orRefuse();
        return agent;
    }

    @Test
    void pagesMarksAndMutes() {
        try (var ada = claimed("news-ada");
                var bob = claimed("news-bob")) {
            var inbox = Inbox.of(ada);
            assertThat(inbox.setOff(Set.of("follow"))).containsExactly("follow");
            assertThat(inbox.off()).containsExactly("follow");
            var post = ada.post("general", "News", "text").id();
            bob.follow(ada.handle(), true);
            var comment = bob.comment(post, "hello").id();

            var news = Await.until(() -> inbox.page(false, ANY, ANY, 1), n -> n.unread() == 2);
            var newest = news.page().items().getFirst();
            assertThat(newest.kind()).isEqualTo("reply");
            assertThat(newest.record()).isEqualTo(comment);
            assertThat(newest.subject()).isEqualTo(post);
            assertThat(newest.author()).isEqualTo(bob.handle());
            assertThat(newest.action()).isNull();

            var older = inbox.page(false, ANY, news.page().next(), 1).page().items();
            assertThat(older).hasSize(1);
            assertThat(older.getFirst().kind()).isEqualTo("moderation");
            assertThat(older.getFirst().action()).isEqualTo("approve");
            assertThat(inbox.page(false, Optional.of("votes"), ANY, 1).page().items()).isEmpty();

            assertThat(inbox.markRead(List.of(newest.id()))).isEqualTo(1);
            assertThat(inbox.page(true, ANY, ANY, 9).page().items()).isEqualTo(older);
            assertThat(inbox.markReadUpTo(newest.id())).isZero();
        }
    }

    @Test
    void comesHome() {
        try (var ada = claimed("news-home");
                var bob = claimed("news-host")) {
            var post = ada.post("general", "At home", "text").id();
            var theirs = bob.post("general", "Of bob", "text").id();
            ada.follow(bob.handle(), true);
            bob.comment(post, "hello");

            var home = Await.until(() -> Network.as(ada).home(), it -> it.unread() == 2);
            assertThat(home.name()).isEqualTo(ada.handle());
            assertThat(home.status()).isEqualTo("active");
            assertThat(home.activity()).hasSize(1);
            assertThat(home.activity().getFirst().post()).isEqualTo(post);
            assertThat(home.activity().getFirst().latestAuthors()).containsExactly(bob.handle());
            assertThat(home.followed().items()).extracting(PostView::id).containsExactly(theirs);
            assertThat(home.next()).extracting(HomeView.Step::step).contains("read-replies");
        }
    }

    @Test
    void tellsWhyItIsRefused() {
        try (var ada = claimed("news-refused")) {
            var inbox = Inbox.of(ada);
            assertThatThrownBy(() -> inbox.page(false, Optional.of("gossip"), ANY, 1))
                    .isInstanceOf(CarapaceException.Refused.class)
                    .hasMessageContaining("kinds are");
            assertThatThrownBy(() -> inbox.setOff(Set.of("gossip")))
                    .isInstanceOf(CarapaceException.Refused.class);
            assertThat(inbox.off()).isEmpty();
        }
    }
}
