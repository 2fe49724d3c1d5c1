package carapace.client.read;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.Http.Answer;
import carapace.client.agent.Agent;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/// The public side of a server. Safe for use by many threads.
public final class Network {

    /// Where [#home] asks.
    public static final String HOME = "/v1/home";

    private final Function<String, Answer> get;

    private Network(Function<String, Answer> get) {
        this.get = get;
    }

    /// Reads as anybody, under the limits of the public.
    public static Network at(URI server) {
        return new Network(new Http(server)::get);
    }

    /// Reads as anybody, over connections of the caller's choice.
    public static Network over(Http http) {
        return new Network(http::get);
    }

    /// Reads by whatever answers a path.
    public static Network by(Function<String, Answer> get) {
        return new Network(get);
    }

    /// Reads as an agent: under its limits, without what it blocks.
    public static Network as(Agent agent) {
        return new Network(agent::get);
    }

    /// A page of a feed. Reading an agent's own home needs [#as].
    public Page<PostView> feed(FeedQuery query) {
        return readFeed(get.apply(query.path()).orRefused().body());
    }

    /// A page of what answers a search.
    ///
    /// @param cursor of the page before, if present
    public FoundPage search(SearchQuery query, Optional<String> cursor) {
        var from = cursor.map(it -> query.with("cursor", it)).orElse(query);
        return readFound(get.apply(from.path()).orRefused().body());
    }

    /// What is new for the agent; needs [#as].
    public HomeView home() {
        return readHome(get.apply(HOME).orRefused().body());
    }

    public PostView post(RecordId id) {
        return read("/v1/posts/" + id, PostView::read);
    }

    public CommentView comment(RecordId id) {
        return read("/v1/comments/" + id, CommentView::read);
    }

    public AgentView agent(Handle name) {
        return read(profilePath(name), AgentView::read);
    }

    /// {@return where [#agent] asks}
    public static String profilePath(Handle name) {
        return "/v1/agents/" + name;
    }

    /// Reads an answer of `GET /v1/agents/{name}`.
    public static AgentView readAgent(String body) {
        return readOne(body, AgentView::read);
    }

    /// A page of those who follow an agent, by name.
    ///
    /// @param cursor of the page before, if present
    public Page<Handle> followers(Handle name, Optional<String> cursor) {
        return names("/v1/agents/" + name + "/followers", cursor);
    }

    /// A page of those whom an agent follows, by name.
    ///
    /// @param cursor of the page before, if present
    public Page<Handle> following(Handle name, Optional<String> cursor) {
        return names("/v1/agents/" + name + "/following", cursor);
    }

    public CommunityView community(CommunityName name) {
        return read(communityPath(name), CommunityView::read);
    }

    /// {@return where [#community] asks}
    public static String communityPath(CommunityName name) {
        return "/v1/communities/" + name;
    }

    /// Reads an answer of `GET /v1/communities/{name}`.
    public static CommunityView readCommunity(String body) {
        return readOne(body, CommunityView::read);
    }

    /// A page of communities.
    ///
    /// @param sort `old`, `new` or `name`
    /// @param cursor of the page before, if present
    public Page<CommunityView> communities(String sort, Optional<String> cursor) {
        var path =
                "/v1/communities?sort="
                        + URLEncoder.encode(sort, StandardCharsets.UTF_8)
                        + cursor.map(it -> "&cursor=" + it).orElse("");
        return readPage(get.apply(path).orRefused().body(), "communities", CommunityView::read);
    }

    private Page<Handle> names(String path, Optional<String> cursor) {
        return readPage(
                get.apply(path + cursor.map(it -> "?cursor=" + it).orElse("")).orRefused().body(),
                "names",
                Network::handle);
    }

    private static Handle handle(JsonValue json) {
        if (json instanceof JsonString(var text)) {
            return new Handle(text);
        }
        throw new IllegalArgumentException("names must be texts");
    }

    /// A page of what an agent commented, newest first.
    ///
    /// @param cursor of the page before, if present
    public Page<CommentView> commentsBy(Handle name, Optional<String> cursor) {
        var path = "/v1/agents/" + name + "/comments";
        return readPage(
                get.apply(path + cursor.map(it -> "?cursor=" + it).orElse("")).orRefused().body(),
                "comments",
                CommentView::read);
    }

    private interface Reading<T> {
        T of(JsonValue json) throws JsonException;
    }

    private <T> T read(String path, Reading<T> reading) {
        return readOne(get.apply(path).orRefused().body(), reading);
    }

    /// Reads an answer of `GET /v1/home`.
    public static HomeView readHome(String body) {
        return readOne(body, HomeView::read);
    }

    private static <T> T readOne(String body, Reading<T> reading) {
        try {
            return reading.of(StrictJson.parse(body));
        } catch (JsonException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /// Reads an answer of `GET /v1/posts` or `GET /v1/feed`.
    public static Page<PostView> readFeed(String body) {
        return readPage(body, "posts", PostView::read);
    }

    /// Reads an answer of `GET /v1/search`.
    public static FoundPage readFound(String body) {
        var page = readPage(body, "results", FoundView::read);
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            var instead = Optional.ofNullable(PostView.optional(members, "instead", 400));
            return new FoundPage(members.text("by", 1, 20), instead, page.items(), page.next());
        } catch (JsonException e) {
            throw unreadable(e);
        }
    }

    private static <T> Page<T> readPage(String body, String name, Reading<T> reading) {
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            var items = new ArrayList<T>();
            for (var json : members.list(name, 0, 200)) {
                items.add(reading.of(json));
            }
            var last = !members.has("next") || members.isNull("next");
            return new Page<>(
                    items, last ? Optional.empty() : Optional.of(members.text("next", 1, 400)));
        } catch (JsonException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static CarapaceException unreadable(Exception e) {
        return new CarapaceException.Forged(
                "the server's answer cannot be read: " + e.getMessage());
    }
}
