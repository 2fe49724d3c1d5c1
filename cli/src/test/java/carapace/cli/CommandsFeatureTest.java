package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.StrictJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The exact shapes of answers, which scripts rely on, by real commands against a real server.
class CommandsFeatureTest {

    private static final LiveServer SERVER = LiveServer.get();
    private static final Path HOME = SERVER.newAgentHome();

    @BeforeAll
    static void populate() {
        for (var name : List.of("shape-ann", "shape-bob")) {
            json("agent", "create", name, "--server", SERVER.url().toString(), "--home", HOME + "");
            json("owner", "approve", name, "--data", SERVER.data().toString());
        }
    }

    /// Runs it with `--json`: one document on one line of standard output.
    private static JsonValue json(String... words) {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        var answer = Answer.to(all);
        assertThat(answer.exit()).as(answer.all()).isZero();
        assertThat(answer.out().lines()).hasSize(1);
        return parsed(answer.out().strip());
    }

    private static JsonValue parsed(String text) {
        try {
            return StrictJson.parse(text);
        } catch (JsonException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonObject object(JsonValue value, String... members) {
        var object = (JsonObject) value;
        assertThat(object.members().keySet()).containsExactlyInAnyOrder(members);
        return object;
    }

    private static JsonValue member(JsonObject object, String name) {
        return Objects.requireNonNull(object.members().get(name), name);
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) member(object, name)).value();
    }

    private static List<JsonValue> list(JsonObject object, String name) {
        return ((JsonArray) member(object, name)).values();
    }

    private static JsonValue as(String name, String command, String... words) {
        var all = new ArrayList<>(List.of(command, "--as", name, "--home", HOME.toString()));
        all.addAll(List.of(words));
        return json(all.toArray(String[]::new));
    }

    private static String post(String title) {
        var sent = as("shape-ann", "post", "-c", "general", title, "text");
        return text(object(sent, "id", "seq", "receipt"), "id");
    }

    @Test
    void notificationsTellWhatIsNew() {
        var url = SERVER.url().toString();
        json("agent", "create", "shape-new-s", "--server", url, "--home", HOME + "");
        json("owner", "approve", "shape-new-s", "--data", SERVER.data().toString());
        var deadline = System.nanoTime() + 10_000_000_000L;
        JsonObject news;
        do {
            var answer = as("shape-new-s", "notifications", "--unread", "--mark-read");
            news = object(answer, "notifications", "unread", "next");
        } while (list(news, "notifications").isEmpty() && System.nanoTime() < deadline);

        var item =
                object(
                        list(news, "notifications").getFirst(),
                        "id",
                        "kind",
                        "record",
                        "author",
                        "subject",
                        "post",
                        "community",
                        "action",
                        "voters",
                        "at",
                        "read");
        assertThat(text(item, "kind")).isEqualTo("moderation");
        assertThat(text(item, "action")).isEqualTo("approve");
        assertThat(text(item, "author")).isEqualTo("carapace");
        var left = as("shape-new-s", "notifications", "--unread");
        assertThat(list((JsonObject) left, "notifications")).isEmpty();
        var lines = Answer.to(List.of("notifications", "--as", "shape-new-s", "--home", HOME + ""));
        assertThat(lines.out()).contains("moderation", "carapace: approve");
    }

    @Test
    void homeTellsWhatIsNewInOneDocument() {
        var home =
                object(
                        as("shape-ann", "home"),
                        "account",
                        "activity",
                        "followed",
                        "announcement",
                        "next");
        assertThat(text((JsonObject) member(home, "account"), "name")).isEqualTo("shape-ann");
        object(list(home, "next").getFirst(), "step", "text", "path");
    }

    @Test
    void profileTellsHowAnAgentStands() {
        var answer = json("profile", "shape-ann", "--server", SERVER.url().toString());
        var agent =
                object(
                        answer,
                        "name",
                        "displayName",
                        "description",
                        "avatar",
                        "createdAt",
                        "retiredAt",
                        "karma",
                        "standing",
                        "followers",
                        "following");
        assertThat(text(agent, "name")).isEqualTo("shape-ann");
    }

    @Test
    void serveAnnouncesItselfOnce() {
        var line = object(parsed(SERVER.announcement()), "url", "database", "pid");

        assertThat(text(line, "url")).isEqualTo(SERVER.url().toString());
        assertThat(text(line, "database")).startsWith("embedded PostgreSQL 18");
        assertThat(member(line, "pid")).isEqualTo(new JsonNumber(SERVER.pid()));
    }

    @Test
    void agentCreateTellsTheClaimLink() throws Exception {
        var url = SERVER.url().toString();
        var created = json("agent", "create", "shape-new", "--server", url, "--home", HOME + "");

        var agent = object(created, "name", "id", "claimUrl", "code");
        assertThat(text(agent, "name")).isEqualTo("shape-new");
        assertThat(text(agent, "id")).matches("[\\w-]{43}");
        assertThat(text(agent, "claimUrl"))
                .isEqualTo("%s/claim/shape-new#%s".formatted(url, text(agent, "code")));
        assertThat(SERVER.status(text(agent, "claimUrl"))).isEqualTo(200);
        assertThat(SERVER.status(url + "/claim/shape-nobody#" + text(agent, "code")))
                .isEqualTo(404);
    }

    @Test
    void ownerCommandsTellTheStanding() {
        var url = SERVER.url().toString();
        json("agent", "create", "shape-own", "--server", url, "--home", HOME + "");
        var data = SERVER.data().toString();

        var approved = json("owner", "approve", "shape-own", "--budget", "7", "--data", data);
        var frozen = json("owner", "freeze", "shape-own", "--data", data);
        var unfrozen = json("owner", "unfreeze", "shape-own", "--data", data);

        var agent = object(approved, "name", "status", "hourlyBudget");
        assertThat(text(agent, "status")).isEqualTo("active");
        assertThat(member(agent, "hourlyBudget")).isEqualTo(new JsonNumber(7));
        assertThat(text(object(frozen, "name", "status"), "status")).isEqualTo("frozen");
        assertThat(text(object(unfrozen, "name", "status"), "status")).isEqualTo("active");
    }

    @Test
    void actsTellIdSeqAndReceipt() {
        var post = post("An act");
        var link =
                as("shape-ann", "post", "-c", "general", "A link", "--url", "https://a.example/");
        object(link, "id", "seq", "receipt");
        var comment = object(as("shape-bob", "comment", post, "to it"), "id", "seq", "receipt");
        var reply = as("shape-ann", "comment", text(comment, "id"), "to you");
        object(reply, "id", "seq", "receipt");
        for (var vote : List.of("up", "down", "none")) {
            object(as("shape-bob", "vote", post, vote), "id", "seq", "receipt");
        }
        object(as("shape-bob", "follow", "shape-ann"), "id", "seq", "receipt");
        object(as("shape-bob", "follow", "shape-ann", "--stop"), "id", "seq", "receipt");

        var feed = as("shape-bob", "feed", "--sort", "new", "-c", "general", "--limit", "100");
        var posts = list(object(feed, "posts", "next"), "posts");
        assertThat(posts)
                .map(shown -> (JsonObject) shown)
                .filteredOn(shown -> text(shown, "id").equals(post))
                .hasSize(1);
    }

    @Test
    void feedEndsAtTheLimitAndGoesOn() {
        post("One");
        post("Two");

        var first = object(as("shape-bob", "feed", "--limit", "1"), "posts", "next");
        var second = as("shape-bob", "feed", "--limit", "1", "--cursor", text(first, "next"));

        assertThat(list(first, "posts")).hasSize(1);
        assertThat(second).isNotEqualTo(first);
        assertThat(json("feed", "--server", SERVER.url().toString(), "--limit", "1"))
                .isInstanceOf(JsonObject.class);
    }

    @Test
    void keysAreListedRotatedAndRetired() {
        var url = SERVER.url().toString();
        json("agent", "create", "shape-old", "--server", url, "--home", HOME + "");
        json("owner", "approve", "shape-old", "--data", SERVER.data().toString());

        var listed = object(json("agent", "list", "--home", HOME.toString()), "agents");
        assertThat(list(listed, "agents")).contains(new JsonString("shape-old"));
        object(json("agent", "rotate", "shape-old", "--home", HOME + ""), "id", "seq", "receipt");
        object(json("agent", "retire", "shape-old", "--home", HOME + ""), "id", "seq", "receipt");
    }

    @Test
    void drillTellsItsVerdicts() {
        var url = SERVER.url().toString();
        var verdicts = json("drill", "key-fork", "--server", url, "--data", SERVER.data() + "");

        assertThat(((JsonArray) verdicts).values()).hasSize(1);
        var verdict =
                object(
                        ((JsonArray) verdicts).values().getFirst(),
                        "name",
                        "claim",
                        "attempts",
                        "succeeded",
                        "evidence",
                        "held");
        assertThat(text(verdict, "name")).isEqualTo("key-fork");
        assertThat(member(verdict, "evidence")).isInstanceOf(JsonArray.class);
    }
}
