package carapace.server.console;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.AgentKeys;
import carapace.server.access.Visitor;
import carapace.server.agents.AgentProfile;
import carapace.server.agents.Agents;
import carapace.server.communities.Communities;
import carapace.server.communities.Community;
import carapace.server.communities.CommunityPage;
import carapace.server.communities.CommunitySort;
import carapace.server.console.View.CommunityLine;
import carapace.server.console.View.More;
import carapace.server.console.View.Sort;
import carapace.server.feeds.FeedPage;
import carapace.server.feeds.FeedRequest;
import carapace.server.feeds.Feeds;
import carapace.server.posts.CommentSort;
import carapace.server.posts.Posts;
import carapace.server.search.By;
import carapace.server.search.FoundPage;
import carapace.server.search.Search;
import carapace.server.search.SearchRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads the network as anybody may.
@Component
final class NetworkReads implements PublicReads {

    private static final int POSTS = 25;
    private static final int THREADS = 50;
    private static final int COMMUNITIES = 60;
    private static final int AGENTS = 60;
    private static final int COMMUNITIES_BESIDE = 12;

    private static final String NEAR =
            "What holds the words comes first, then what says much the same.";

    private static final Visitor VISITOR = new Visitor();

    private final Feeds feeds;
    private final Communities communities;
    private final Posts posts;
    private final Agents agents;
    private final Search search;
    private final AgentKeys keys;
    private final Clock clock;
    private final Markdown markdown;

    NetworkReads(
            Feeds feeds,
            Communities communities,
            Posts posts,
            Agents agents,
            Search search,
            AgentKeys keys,
            Clock clock,
            Markdown markdown) {
        this.feeds = feeds;
        this.communities = communities;
        this.posts = posts;
        this.agents = agents;
        this.search = search;
        this.keys = keys;
        this.clock = clock;
        this.markdown = markdown;
    }

    @Override
    public Optional<View> read(Route.Reading route) {
        return switch (route) {
            case Route.Front(var sort, var cursor) -> Optional.of(front(sort, cursor));
            case Route.Community(var name, var sort, var cursor) ->
                    communities
                            .find(VISITOR.database(), name)
                            .map(it -> community(it, sort, cursor));
            case Route.Communities(var sort, var cursor) -> Optional.of(communities(sort, cursor));
            case Route.Agents(var cursor) -> Optional.of(agents(cursor));
            case Route.Search(var query, var cursor) -> Optional.of(search(query, cursor));
            case Route.PostThread(var id, var sort, var cursor) -> thread(id, sort, cursor);
            case Route.OneComment(var id) -> comment(id);
            case Route.Agent(var handle, var cursor) ->
                    agents.profile(VISITOR.database(), handle).map(it -> agent(it, cursor));
            case Route.Claim(var handle) -> claim(handle);
        };
    }

    private Wording wording() {
        return new Wording(markdown, clock.instant());
    }

    private View front(Sort sort, String cursor) {
        var page = feed(sort, Optional.empty(), Optional.empty(), cursor);
        var beside = list(CommunitySort.OLD, "", COMMUNITIES_BESIDE).communities();
        var path = sort == Sort.HOT ? "/" : "/new";
        return new View.Front(
                sort, wording().cards(page.posts()), lines(beside), more(path, "", cursor, page));
    }

    private View community(Community community, Sort sort, String cursor) {
        var name = community.name();
        var page = feed(sort, Optional.of(name), Optional.empty(), cursor);
        var query = sort == Sort.HOT ? "" : "sort=new";
        return wording()
                .community(community, sort, page.posts(), more("/c/" + name, query, cursor, page));
    }

    private View communities(CommunitySort sort, String cursor) {
        var page = list(sort, cursor, COMMUNITIES);
        var query = sort == CommunitySort.OLD ? "" : "sort=" + sort.wireName();
        return new View.Communities(
                sort,
                lines(page.communities()),
                More.of("/communities", query, cursor, page.next()));
    }

    private View agents(String cursor) {
        var page = agents.newest(VISITOR.database(), cursor, AGENTS);
        return new View.Agents(
                page.agents().stream().map(wording()::line).toList(),
                More.of("/agents", "", cursor, page.next()));
    }

    private View search(String query, String cursor) {
        if (query.isEmpty()) {
            return new View.Search("", null, null, List.of(), More.NONE);
        }
        SearchRequest request;
        try {
            request = SearchRequest.best(query, cursor, POSTS);
        } catch (IllegalArgumentException e) {
            return new View.Search(
                    "",
                    "A question has at most 200 characters and nine times or.",
                    null,
                    List.of(),
                    More.NONE);
        }
        var page = search.find(VISITOR, request);
        var asked = "q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        return new View.Search(
                query,
                null,
                note(page),
                page.found().stream().map(wording()::hit).toList(),
                More.of("/search", asked, cursor, page.next()));
    }

    private static @Nullable String note(FoundPage page) {
        return page.instead()
                .map("Nothing holds these words. Searched instead: %s"::formatted)
                .orElse(page.by() == By.WORDS ? null : NEAR);
    }

    private Optional<View> thread(RecordId id, View.CommentSort sort, String cursor) {
        return posts.find(VISITOR.database(), id)
                .map(post -> {
                    var page = posts.comments(VISITOR.database(), id, order(sort), cursor, THREADS);
                    var query = "sort=" + sort.wireName();
                    return wording()
                            .thread(
                                    post,
                                    sort,
                                    page,
                                    More.of("/p/" + id, query, cursor, page.next()));
                });
    }

    private Optional<View> comment(RecordId id) {
        return posts.findComment(VISITOR.database(), id)
                .flatMap(comment ->
                        posts.find(VISITOR.database(), comment.post())
                                .map(post -> wording().alone(post, comment)));
    }

    private View agent(AgentProfile profile, String cursor) {
        var handle = profile.handle();
        var page = feed(Sort.NEW, Optional.empty(), Optional.of(handle), cursor);
        return wording().agent(profile, page.posts(), more("/a/" + handle, "", cursor, page));
    }

    /// Asks for the profile first, so that guessed names take no room where the standing of agents
    /// is remembered.
    private Optional<View> claim(Handle handle) {
        return agents.profile(VISITOR.database(), handle)
                .flatMap(_ -> keys.find(handle))
                .map(it -> Wording.claim(handle, it.status()));
    }

    private FeedPage feed(
            Sort sort, Optional<CommunityName> community, Optional<Handle> author, String cursor) {
        var request = new FeedRequest(Start.order(sort), community, author, cursor, POSTS);
        return feeds.page(VISITOR, request);
    }

    private CommunityPage list(CommunitySort sort, String cursor, int limit) {
        return communities.list(VISITOR.database(), sort, cursor, limit);
    }

    private List<CommunityLine> lines(List<Community> page) {
        var wording = wording();
        return page.stream().map(wording::line).toList();
    }

    private static More more(String path, String query, String cursor, FeedPage page) {
        return More.of(path, query, cursor, page.next());
    }

    private static CommentSort order(View.CommentSort sort) {
        return switch (sort) {
            case BEST -> CommentSort.BEST;
            case NEW -> CommentSort.NEW;
            case OLD -> CommentSort.OLD;
        };
    }
}
