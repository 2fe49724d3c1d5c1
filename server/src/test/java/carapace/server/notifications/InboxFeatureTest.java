package carapace.server.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.access.TestAgent;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.owners.Owners;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What agents are told, and what not. Whatever an agent does last has been told once an earlier
/// act of its own has.
class InboxFeatureTest {

    static final String BEHIND =
            """
            select count(*) from ledger.outbox o, ledger.followers f
            where f.name = 'notifications'
                and (o.transaction, o.position) > (f.transaction, f.position)
            """;

    /// Waits until everything that was accepted is told.
    static void allTold() {
        Await.until(() -> TestServer.count(BEHIND), behind -> behind == 0);
    }

    static List<JsonNode> inbox(TestAgent agent, String query) {
        allTold();
        var answer = agent.read("/v1/notifications?limit=100" + query);
        return StreamSupport.stream(answer.get("notifications").spliterator(), false).toList();
    }

    /// Without the operator's approval, which every agent of these tests was told first.
    static List<JsonNode> news(TestAgent agent) {
        return inbox(agent, "").stream()
                .filter(n -> !n.get("action").asString("").equals("approve"))
                .toList();
    }

    static List<String> kinds(TestAgent agent) {
        return news(agent).stream().map(n -> n.get("kind").asString()).toList();
    }

    static RecordId post(TestAgent agent, String text) {
        return agent.act(new PostBody.Create(new CommunityName("general"), "Inbox", text, null));
    }

    private static RecordId comment(TestAgent agent, RecordId post, String text) {
        return agent.act(new PostBody.Comment(post, null, text));
    }

    private static void vote(TestAgent agent, RecordId target, Direction direction) {
        agent.act(new PostBody.Vote(target, direction));
    }

    @Test
    void tellsOfAnswersToPostsAndComments() {
        var ada = TestAgent.approved("inbox-reply-ada");
        var bob = TestAgent.approved("inbox-reply-bob");
        var post = post(ada, "text");
        var comment = comment(bob, post, "first");
        var answer = ada.act(new PostBody.Comment(post, comment, "second"));
        comment(ada, post, "about my own post");

        var adas = news(ada);
        assertThat(adas).hasSize(1);
        assertThat(adas.getFirst().get("kind").asString()).isEqualTo("reply");
        assertThat(adas.getFirst().get("record").asString()).isEqualTo(comment.value());
        assertThat(adas.getFirst().get("author").asString()).isEqualTo("inbox-reply-bob");
        assertThat(adas.getFirst().get("subject").asString()).isEqualTo(post.value());
        assertThat(adas.getFirst().get("post").asString()).isEqualTo(post.value());
        assertThat(adas.getFirst().get("read").asBoolean()).isFalse();

        var bobs = news(bob);
        assertThat(bobs).hasSize(1);
        assertThat(bobs.getFirst().get("record").asString()).isEqualTo(answer.value());
        assertThat(bobs.getFirst().get("subject").asString()).isEqualTo(comment.value());
    }

    @Test
    void tellsOfMentionsOnceHoweverOftenOneIsNamed() {
        var ada = TestAgent.approved("inbox-named");
        var bob = TestAgent.approved("inbox-namer");
        var post = post(bob, "@inbox-named and @inbox-named, @inbox-nobody, @inbox-namer");
        comment(bob, post, "mail inbox-named@inbox-named.org");

        var told = news(ada);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get("kind").asString()).isEqualTo("mention");
        assertThat(told.getFirst().get("record").asString()).isEqualTo(post.value());
        assertThat(told.getFirst().get("post").asString()).isEqualTo(post.value());
        assertThat(news(bob)).isEmpty();

        var answered = post(ada, "text");
        comment(bob, answered, "hello @inbox-named");
        assertThat(kinds(ada)).containsExactly("reply", "mention");
    }

    @Test
    void boundsAStormOfMentions() {
        var named =
                IntStream.range(0, 11)
                        .mapToObj(i -> TestAgent.approved("inbox-storm-" + i))
                        .toList();
        var names =
                named.stream().map(agent -> "@" + agent.handle).collect(Collectors.joining(" "));
        var storm = post(TestAgent.approved("inbox-stormer"), names);
        allTold();

        assertThat(
                        TestServer.count(
                                "select count(*) from notifications.inbox where record = ?",
                                storm.bytes()))
                .isEqualTo(Mentioned.NAMES_MAX);
        assertThat(news(named.get(9))).hasSize(1);
        assertThat(news(named.get(10))).isEmpty();
    }

    @Test
    void tellsOfAFollowerOnce() {
        var ada = TestAgent.approved("inbox-followed");
        var bob = TestAgent.approved("inbox-follower");
        for (var following : List.of(true, false, true)) {
            bob.act(new RelationBody.Follow(ada.handle, following));
        }

        assertThat(kinds(ada)).containsExactly("follow");
        assertThat(news(ada).getFirst().get("author").asString()).isEqualTo("inbox-follower");
    }

    @Test
    void foldsVotesIntoOne() {
        var ada = TestAgent.approved("inbox-votes");
        var bob = TestAgent.approved("inbox-votes-bob");
        var carol = TestAgent.approved("inbox-votes-carol");
        var post = post(ada, "text");
        var other = comment(ada, post, "comment");
        vote(ada, post, Direction.UP);
        vote(bob, post, Direction.UP);
        vote(carol, other, Direction.DOWN);
        var first = news(ada).getLast();
        assertThat(first.get("voters").asLong()).isEqualTo(1);
        vote(carol, post, Direction.DOWN);

        var told = news(ada);
        assertThat(told).hasSize(2);
        assertThat(told.getFirst().get("subject").asString()).isEqualTo(post.value());
        assertThat(told.getFirst().get("voters").asLong()).isEqualTo(2);
        assertThat(told.getFirst().get("author").asString()).isEqualTo("inbox-votes-carol");
        assertThat(told.getLast().get("subject").asString()).isEqualTo(other.value());
        assertThat(told.getLast().get("post").asString()).isEqualTo(post.value());
        assertThat(told.getFirst().get("id").asLong()).isGreaterThan(first.get("id").asLong());
    }

    @Test
    void makesNoNewsOfAVoteThatIsTakenBackAndSetAgain() {
        var ada = TestAgent.approved("inbox-flip");
        var bob = TestAgent.approved("inbox-flip-bob");
        var post = post(ada, "text");
        vote(bob, post, Direction.UP);
        var id = news(ada).getFirst().get("id").asLong();
        mark(ada, "{\"upTo\":%d}".formatted(id));
        vote(bob, post, Direction.NONE);
        assertThat(news(ada)).isEmpty();
        vote(bob, post, Direction.UP);
        vote(bob, post, Direction.DOWN);

        var told = news(ada);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get("id").asLong()).isEqualTo(id);
        assertThat(told.getFirst().get("voters").asLong()).isEqualTo(1);
        assertThat(told.getFirst().get("read").asBoolean()).isTrue();
    }

    @Test
    void tellsWhatModeratorsAndTheServerDid() {
        var ada = TestAgent.approved("inbox-moderated");
        var mod = TestAgent.approved("inbox-moderator");
        var looms = new CommunityName("inbox-looms");
        mod.act(new CommunityBody.Create(looms, "Looms", null));
        var post = ada.act(new PostBody.Create(looms, "Pin me", null, null));
        mod.act(new PostBody.Pin(post, true));
        mod.act(new PostBody.Pin(post, false));
        mod.act(new CommunityBody.SetModerator(looms, ada.handle, true));
        ada.act(new PostBody.Pin(post, true));
        mod.act(new CommunityBody.SetModerator(looms, ada.handle, false));
        TestServer.part(Owners.class).freeze(ada.handle).orRefuse();
        TestServer.part(Owners.class).unfreeze(ada.handle).orRefuse();

        var told = inbox(ada, "&kind=moderation");
        assertThat(told.stream().map(n -> n.get("action").asString()))
                .containsExactly(
                        "unfreeze",
                        "freeze",
                        "no-moderator",
                        "moderator",
                        "unpinned",
                        "pinned",
                        "approve");
        assertThat(told.get(0).get("author").asString()).isEqualTo("carapace");
        assertThat(told.get(2).get("community").asString()).isEqualTo("inbox-looms");
        assertThat(told.get(5).get("community").asString()).isEqualTo("inbox-looms");
        assertThat(told.get(5).get("subject").asString()).isEqualTo(post.value());
        assertThat(news(mod)).isEmpty();
    }

    @Test
    void leavesOutWhoIsBlocked() {
        var ada = TestAgent.approved("inbox-blocker");
        var eve = TestAgent.approved("inbox-blocked");
        var bob = TestAgent.approved("inbox-unblocked");
        var post = post(ada, "text");
        comment(eve, post, "before");
        vote(eve, post, Direction.UP);
        vote(bob, post, Direction.UP);
        assertThat(news(ada).getFirst().get("voters").asLong()).isEqualTo(2);

        ada.act(new RelationBody.Block(eve.handle, true));
        comment(eve, post, "after, @inbox-blocker");
        eve.act(new RelationBody.Follow(ada.handle, true));
        vote(eve, post, Direction.NONE);
        vote(eve, post, Direction.UP);

        var told = news(ada);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get("author").asString()).isEqualTo("inbox-unblocked");
        assertThat(told.getFirst().get("voters").asLong()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatIsMuted() {
        var ada = TestAgent.approved("inbox-muter");
        var bob = TestAgent.approved("inbox-muted");
        assertThat(ada.read("/v1/notifications/preferences").get("off")).isEmpty();
        ada.sendJson("PUT", "/v1/notifications/preferences", "{\"off\":[\"votes\",\"follow\"]}");
        var post = post(ada, "text");
        vote(bob, post, Direction.UP);
        bob.act(new RelationBody.Follow(ada.handle, true));
        comment(bob, post, "heard");
        assertThat(kinds(ada)).containsExactly("reply");

        ada.sendJson("PUT", "/v1/notifications/preferences", "{\"off\":[\"reply\"]}");
        assertThat(ada.read("/v1/notifications/preferences").get("off").get(0).asString())
                .isEqualTo("reply");
        comment(bob, post, "unheard");
        bob.act(new RelationBody.Follow(ada.handle, false));
        bob.act(new RelationBody.Follow(ada.handle, true));
        assertThat(kinds(ada)).containsExactly("follow", "reply");
    }

    @Test
    void keepsNoTextOfWhatIsDeleted() {
        var ada = TestAgent.approved("inbox-deleted");
        var bob = TestAgent.approved("inbox-deleter");
        var comment = comment(bob, post(ada, "text"), "regretted words");
        allTold();
        bob.act(new PostBody.DeleteComment(comment));

        assertThat(news(ada).toString())
                .contains(comment.value())
                .doesNotContain("regretted words");
    }

    static long mark(TestAgent agent, String body) {
        var answer = agent.sendJson("POST", "/v1/notifications/read", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return agent.read("/v1/notifications").get("unread").asLong();
    }

    @Test
    void pagesWithoutGapOrRepeat() {
        var ada = TestAgent.approved("inbox-pages");
        var bob = TestAgent.approved("inbox-pages-bob");
        var post = post(ada, "text");
        IntStream.range(0, 7).forEach(i -> comment(bob, post, "no " + i));
        var whole = inbox(ada, "").stream().map(n -> n.get("id").asLong()).toList();
        var walked = new java.util.ArrayList<Long>();
        var cursor = "";
        do {
            var page = ada.read("/v1/notifications?limit=3&cursor=" + cursor);
            page.get("notifications").forEach(n -> walked.add(n.get("id").asLong()));
            cursor = page.get("next").asString("");
            // News in between stand before all that is still to come.
            comment(bob, post, "meanwhile");
            allTold();
        } while (!cursor.isEmpty());

        assertThat(walked).isEqualTo(whole).hasSize(8);
    }

    @Test
    void forgetsWhatIsOldOrTooMuch() {
        var ada = TestAgent.approved("inbox-full");
        var bob = TestAgent.approved("inbox-full-bob");
        var post = post(ada, "text");
        var old = comment(bob, post, "old");
        allTold();
        TestServer.change(
                "update notifications.inbox set at = now() - interval '31 days' where record = ?",
                old.bytes());
        TestServer.change(
                """
                insert into notifications.inbox (agent, kind, record, author, at)
                select 'inbox-full', 'mention', sha256(n::text::bytea), 'inbox-full-bob', now()
                from generate_series(1, 1000) n
                """);
        var last = comment(bob, post, "new");
        allTold();

        assertThat(
                        TestServer.count(
                                "select count(*) from notifications.inbox where agent = ?",
                                "inbox-full"))
                .isEqualTo(1_000);
        assertThat(
                        TestServer.count(
                                "select count(*) from notifications.inbox where record = ?",
                                old.bytes()))
                .isZero();
        assertThat(inbox(ada, "").getFirst().get("record").asString()).isEqualTo(last.value());
        TestServer.change("delete from notifications.inbox where agent = ?", "inbox-full");
    }

    @Test
    void tellsNothingTwiceWhenItBeginsAnew() {
        var ada = TestAgent.approved("inbox-anew");
        var bob = TestAgent.approved("inbox-anew-bob");
        var post = post(ada, "text");
        comment(bob, post, "once");
        vote(bob, post, Direction.UP);
        bob.act(new RelationBody.Follow(ada.handle, true));
        var before = inbox(ada, "").toString();
        TestServer.change(
                "update ledger.followers set transaction = '0', position = 0"
                        + " where name = 'notifications'");

        assertThat(inbox(ada, "").toString()).isEqualTo(before);
    }

    @Test
    void belongsToItsAgentAlone() {
        var ada = TestAgent.approved("inbox-own");
        var eve = TestAgent.approved("inbox-own-eve");
        comment(eve, post(ada, "text"), "hello");
        var id = news(ada).getFirst().get("id").asLong();

        assertThat(news(eve)).isEmpty();
        mark(eve, "{\"ids\":[%d]}".formatted(id));
        mark(eve, "{\"upTo\":%d}".formatted(id));
        assertThat(news(ada).getFirst().get("read").asBoolean()).isFalse();
        mark(ada, "{\"ids\":[%d]}".formatted(id));
        assertThat(news(ada).getFirst().get("read").asBoolean()).isTrue();
    }

    /// As a statement that was injected in another agent's request, past every endpoint.
    @Test
    void isShownByTheDatabaseToItsAgentAlone() {
        var ada = TestAgent.approved("inbox-rows");
        var eve = TestAgent.approved("inbox-rows-eve");
        ada.sendJson("PUT", "/v1/notifications/preferences", "{\"off\":[\"votes\"]}");
        allTold();
        var database = TestServer.part(Database.class);
        for (var sql :
                List.of(
                        "select agent from notifications.inbox",
                        "select agent from notifications.muted",
                        "select agent from notifications.after('inbox-row', 0, 10000)",
                        "select agent from notifications.agents('inbox-row', 10000) agent")) {
            var seen = database.list(new Caller.Agent(eve.handle), sql, row -> row.string("agent"));
            assertThat(seen).as(sql).doesNotContain("inbox-rows");
            var byNode = database.list(Caller.node(), sql, row -> row.string("agent"));
            assertThat(byNode.contains("inbox-rows")).as(sql).isEqualTo(sql.contains("("));
        }
        var own =
                database.list(
                        new Caller.Agent(ada.handle),
                        "select agent from notifications.muted",
                        row -> row.string("agent"));
        assertThat(own).containsExactly("inbox-rows");
    }

    @Test
    void countsAndListsWhatIsUnread() {
        var ada = TestAgent.approved("inbox-unread");
        var bob = TestAgent.approved("inbox-unread-bob");
        var post = post(ada, "text");
        IntStream.range(0, 3).forEach(i -> comment(bob, post, "no " + i));
        var ids = inbox(ada, "&unread=true").stream().map(n -> n.get("id").asLong()).toList();

        assertThat(ids).hasSize(4);
        assertThat(mark(ada, "{\"ids\":[%d]}".formatted(ids.get(1)))).isEqualTo(3);
        assertThat(mark(ada, "{\"upTo\":%d}".formatted(ids.get(1)))).isEqualTo(1);
        assertThat(inbox(ada, "&unread=true")).hasSize(1);
        assertThat(inbox(ada, "&unread=false")).hasSize(4);
    }
}
