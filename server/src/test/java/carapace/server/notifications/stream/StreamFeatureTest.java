package carapace.server.notifications.stream;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.Await;
import carapace.server.TestServer;
import carapace.server.access.AtOnce;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import carapace.server.notifications.stream.Ear.Told;
import carapace.server.owners.Owners;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What streams tell, to whom, and when they end.
class StreamFeatureTest {

    private static RecordId post(TestAgent agent, String community) {
        return agent.act(new PostBody.Create(new CommunityName(community), "Now", "text", null));
    }

    private static RecordId comment(TestAgent agent, RecordId post) {
        return agent.act(new PostBody.Comment(post, null, "said"));
    }

    /// Where only the test's own agents post.
    private static void community(TestAgent agent, String name) {
        agent.act(new CommunityBody.Create(new CommunityName(name), name, null));
    }

    /// Waits until everything was told that was accepted before.
    private static void allTold(TestAgent agent) {
        try (var ear = Ear.visitor("topic=posts")) {
            var post = post(agent, "general");
            ear.until(one -> one.text("post").equals(post.value()));
        }
    }

    private static List<String> of(List<Told> told, String member) {
        return told.stream().map(one -> one.text(member)).toList();
    }

    @Test
    void tellsAnybodyOfAPost() {
        var ada = TestAgent.approved("stream-ada");
        try (var ear = Ear.visitor("topic=posts")) {
            assertThat(ear.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
            assertThat(ear.header("Cache-Control")).isEqualTo("no-store");
            assertThat(ear.next().data().toString()).isEqualTo("{\"topics\":[\"posts\"]}");
            var post = post(ada, "general");

            var told = ear.until(one -> one.text("post").equals(post.value())).getLast();
            assertThat(told.event()).isEqualTo("post.create");
            assertThat(told.text("record")).isEqualTo(post.value());
            assertThat(told.text("community")).isEqualTo("general");
            assertThat(told.text("author")).isEqualTo("stream-ada");
            assertThat(told.text("at")).isNotEmpty();
            assertThat(told.data().toString()).doesNotContain("Now", "text");
        }
    }

    @Test
    void tellsOfWhatWasAskedForAlone() {
        var ada = TestAgent.approved("stream-topics");
        var bob = TestAgent.approved("stream-topics-bob");
        community(ada, "stream-topics");
        var followed = post(bob, "stream-topics");
        var other = post(bob, "stream-topics");
        allTold(ada);
        try (var thread = Ear.visitor("topic=post:" + followed);
                var agent = Ear.visitor("topic=agent:stream-topics");
                var place = Ear.visitor("topic=community:stream-topics");
                var all = Ear.visitor("topic=community:stream-topics&topic=agent:stream-topics")) {
            comment(ada, other);
            thread.next();
            var first = comment(ada, followed);
            var second = ada.act(new PostBody.Comment(followed, first, "answer"));
            var made = post(ada, "stream-topics");
            // What is deleted before it is told is not told.
            assertThat(of(List.of(thread.next(), thread.next()), "comment"))
                    .containsExactly(first.value(), second.value());
            place.until(one -> one.text("post").equals(made.value()));
            ada.act(new PostBody.Edit(made, "Then", null));
            place.until(one -> one.is("post.edit"));
            ada.act(new PostBody.DeleteComment(first));
            ada.act(new PostBody.Delete(made));
            post(bob, "stream-topics");
            var last = post(bob, "stream-topics");
            bob.act(new PostBody.Delete(followed));

            var threads = thread.until(one -> one.is("post.delete"));
            assertThat(of(threads, "comment")).containsExactly(first.value(), "");
            assertThat(threads.getFirst().event()).isEqualTo("comment.delete");
            var places = place.until(one -> one.text("post").equals(last.value()));
            assertThat(places.stream().map(Told::event))
                    .containsExactly("post.delete", "post.create", "post.create");
            var acts = agent.until(one -> one.is("post.delete"));
            assertThat(of(acts, "author")).containsOnly("", "stream-topics");
            // What belongs to two of its topics is told once.
            var both = all.until(one -> one.text("post").equals(last.value()));
            assertThat(of(both, "record")).doesNotHaveDuplicates();
        }
    }

    @Test
    void tellsNothingOfWhatIsGone() {
        var ada = TestAgent.approved("stream-gone");
        community(ada, "stream-gone");
        String id;
        try (var ear = Ear.visitor("topic=community:stream-gone&topic=agent:stream-gone")) {
            id = ear.next().id();
        }
        var gone = post(ada, "stream-gone");
        ada.act(new PostBody.Edit(gone, "Then", null));
        var kept = post(ada, "stream-gone");
        var comment = comment(ada, kept);
        ada.act(new PostBody.Delete(gone));
        ada.act(new PostBody.DeleteComment(comment));
        var last = comment(ada, kept);
        try (var ear = Ear.visitor("topic=posts")) {
            ear.next();
            Await.until(
                    () -> told(id, "stream-gone"),
                    told -> of(told, "record").contains(last.value()));
        }

        var told = told(id, "stream-gone");
        assertThat(told.stream().map(Told::event))
                .containsExactly(
                        "open",
                        "post.create",
                        "post.delete",
                        "comment.delete",
                        "comment.create",
                        "end");
        assertThat(told.get(1).text("post")).isEqualTo(kept.value());
        assertThat(told.get(2).text("post")).isEqualTo(gone.value());
    }

    /// All that happened since, at once.
    private static List<Told> told(String id, String name) {
        var query = "seconds=0&topic=community:%s&topic=agent:%s".formatted(name, name);
        try (var ear = Ear.visitor(TestServer.url(), query, id)) {
            return ear.rest();
        }
    }

    @Test
    void leavesOutWhoIsBlocked() {
        var ada = TestAgent.approved("stream-blocker");
        var eve = TestAgent.approved("stream-blocked");
        var bob = TestAgent.approved("stream-unblocked");
        community(bob, "stream-blocks");
        ada.act(new RelationBody.Block(eve.handle, true));
        String id;
        try (var ear = Ear.of(ada, "topic=community:stream-blocks");
                var anybody = Ear.visitor("topic=community:stream-blocks")) {
            id = ear.next().id();
            var unheard = post(eve, "stream-blocks");
            var heard = post(bob, "stream-blocks");
            assertThat(of(anybody.until(one -> one.text("post").equals(heard.value())), "post"))
                    .containsExactly("", unheard.value(), heard.value());
            assertThat(ear.next().text("post")).isEqualTo(heard.value());

            // From the moment of the act, on a stream that was open before.
            ada.act(new RelationBody.Block(eve.handle, false));
            ada.act(new RelationBody.Block(bob.handle, true));
            var now = post(eve, "stream-blocks");
            post(bob, "stream-blocks");
            assertThat(ear.next().text("post")).isEqualTo(now.value());
        }
        try (var again = Ear.of(ada, "seconds=0&topic=community:stream-blocks", id)) {
            assertThat(of(again.rest(), "author"))
                    .containsExactly("", "stream-blocked", "stream-blocked", "");
        }
    }

    @Test
    void tellsAnAgentOfItsInbox() {
        var ada = TestAgent.approved("stream-inbox");
        var bob = TestAgent.approved("stream-inbox-bob");
        var post = post(ada, "general");
        comment(bob, post);
        Await.until(() -> ada.read("/v1/notifications").get("unread").asLong(), n -> n == 2);
        String id;
        try (var ear = Ear.of(ada, "topic=notifications")) {
            ear.next();
            var answer = comment(bob, post);
            var told = ear.next();
            assertThat(told.event()).isEqualTo("notification");
            assertThat(told.text("kind")).isEqualTo("reply");
            assertThat(told.text("record")).isEqualTo(answer.value());
            assertThat(told.data())
                    .isEqualTo(ada.read("/v1/notifications").get("notifications").get(0));
            id = told.id();
        }
        var missed = comment(bob, post);
        try (var ear = Ear.of(ada, "topic=notifications", id)) {
            ear.next();
            assertThat(ear.next().text("record")).isEqualTo(missed.value());
        }
        try (var foreign = Ear.of(bob, "seconds=0&topic=notifications", id)) {
            assertThat(of(foreign.rest(), "record")).doesNotContain(missed.value());
        }
    }

    /// Three readers that come and go while four agents write.
    @Test
    void comesBackWithoutLossOrRepeat() throws InterruptedException {
        var writers =
                IntStream.range(0, 4).mapToObj(i -> TestAgent.approved("stream-w" + i)).toList();
        community(writers.getFirst(), "stream-resume");
        String start;
        try (var ear = Ear.visitor("topic=community:stream-resume")) {
            start = ear.next().id();
        }
        var ids = new ArrayList<RecordId>();
        var threads =
                writers.stream()
                        .map(agent ->
                                Thread.ofVirtual()
                                        .start(() -> {
                                            for (var i = 0; i < 25; i++) {
                                                var id = post(agent, "stream-resume");
                                                synchronized (ids) {
                                                    ids.add(id);
                                                }
                                            }
                                        }))
                        .toList();
        var heard = new ArrayList<String>();
        var last = start;
        while (heard.size() < 100) {
            try (var ear = Ear.visitor(TestServer.url(), "topic=community:stream-resume", last)) {
                assertThat(ear.next().event()).isEqualTo("open");
                for (var i = 0; i < 7 && heard.size() < 100; i++) {
                    var told = ear.next();
                    heard.add(told.text("post"));
                    last = told.id();
                }
            }
        }
        for (var thread : threads) {
            thread.join();
        }

        var whole = Ear.visitor(TestServer.url(), "seconds=0&topic=community:stream-resume", start);
        try (whole) {
            assertThat(heard).doesNotHaveDuplicates();
            assertThat(heard)
                    .containsExactlyInAnyOrderElementsOf(
                            ids.stream().map(RecordId::value).toList());
            var again = of(whole.rest(), "post");
            assertThat(again.subList(1, again.size() - 1)).isEqualTo(heard);
        }
    }

    @Test
    void tellsWhenTooMuchWasMissed() {
        var now = "";
        try (var ear = Ear.visitor("topic=posts&seconds=0")) {
            now = ear.next().id();
        }
        var parts = now.split("-", -1);
        var seconds = Long.parseLong(parts[2]);
        var justNow = "%s-%s-%d-0".formatted(parts[0], parts[1], seconds - 49 * 60);
        var longAgo = "%s-%s-%d-0".formatted(parts[0], parts[1], seconds - 51 * 60);
        var elsewhere = "999999999-0-%d-0".formatted(seconds);
        // Something must have happened since.
        post(TestAgent.approved("stream-far"), "general");
        Await.until(() -> gap(longAgo), reason -> !reason.isEmpty());

        assertThat(gap(longAgo)).isEqualTo("too-far-back");
        assertThat(gap(elsewhere)).isEqualTo("unknown-place");
        assertThat(gap(justNow)).isEmpty();
    }

    private static String gap(String id) {
        try (var ear = Ear.visitor(TestServer.url(), "topic=posts&seconds=0", id)) {
            return ear.rest().stream()
                    .filter(one -> one.is("gap"))
                    .map(one -> one.text("reason"))
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void endsWhenTheAgentIsStopped() {
        var ada = TestAgent.approved("stream-frozen");
        try (var ear = Ear.of(ada, "topic=posts")) {
            ear.next();
            TestServer.part(Owners.class).freeze(ada.handle).orRefuse();
            var start = System.nanoTime();
            assertThat(ear.rest().getLast().text("reason")).isEqualTo("agent-frozen");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }

    @Test
    void endsWhenTheKeyIsGone() {
        var ada = TestAgent.approved("stream-rotated");
        try (var ear = Ear.of(ada, "topic=posts");
                var visitor = Ear.visitor("topic=posts")) {
            ear.next();
            visitor.next();
            ada.rotate(Duration.ZERO);
            assertThat(ear.rest().getLast().text("reason")).isEqualTo("key-revoked");
            // The near miss: nobody else's stream ends.
            var post = post(ada, "general");
            visitor.until(one -> one.text("post").equals(post.value()));
        }
    }

    @Test
    void endsWhenItsTimeIsOver() {
        try (var ear = Ear.visitor("topic=posts&seconds=1")) {
            assertThat(ear.rest().getLast().text("reason")).isEqualTo("time-over");
        }
    }

    @Test
    void boundsTheStreamsOfAnAgent() {
        var ada = TestAgent.approved("stream-many");
        var ears = new ArrayList<Ear>();
        try {
            for (var i = 0; i < AtOnce.AGENT_STREAMS.standard(); i++) {
                ears.add(Ear.of(ada, "topic=posts"));
                ears.getLast().next();
            }
            var refused = ada.get(ada.remembered(), "/v1/stream?topic=posts");
            assertThat(TestAgent.problem(refused)).isEqualTo(ProblemType.RATE_LIMITED);
            assertThat(TestAgent.member(refused, "limit")).isEqualTo("agent-streams");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        } finally {
            ears.forEach(Ear::close);
        }
    }

    @Test
    void answersHeadWithoutAStream() {
        var ada = TestAgent.approved("stream-head");
        for (var i = 0; i <= AtOnce.AGENT_STREAMS.standard(); i++) {
            var token = ada.remembered();
            var answer =
                    TestAgent.answer(
                            TestAgent.request("/v1/stream?topic=posts")
                                    .header("Authorization", "DPoP " + token)
                                    .header(
                                            "DPoP",
                                            ada.proof("HEAD", "/v1/stream").token(token).compact())
                                    .method("HEAD", BodyPublishers.noBody()));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }
}
