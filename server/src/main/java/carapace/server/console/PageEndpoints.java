package carapace.server.console;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.communities.CommunitySort;
import carapace.server.console.PageCache.Page;
import carapace.server.console.View.CommentSort;
import carapace.server.console.View.Sort;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The addresses of the public pages.
@RestController
class PageEndpoints {

    /// Shared caches may keep a page as long as [PageCache] does.
    private static final String KEEP = "public, max-age=" + PageCache.AGE_MAX.toSeconds();

    /// Enough for all addresses whose pages [PageCache] has room for.
    private static final int ADDRESSES_MAX = 1_000;

    /// Twice what the longest name with a cursor takes.
    private static final int ADDRESS_CHARS_MAX = 400;

    private static final String HTML = "text/html;charset=utf-8";

    private static final View NOT_FOUND =
            new View.Failure(
                    404,
                    "There is nothing here",
                    "The address may be mistyped, or its author deleted what was here.");

    private final PublicReads reads;
    private final Pages pages;
    private final AtomFeed atom;
    private final Page missing;
    private final PageCache cache =
            new PageCache(
                    this::render, Ticker.systemTicker(), PageCache.AT_ONCE_MAX, PageCache.WAIT_MAX);

    /// Where addresses that were asked for lately lead, whatever became of the page.
    private final Cache<String, Route> routes =
            Caffeine.newBuilder().maximumSize(ADDRESSES_MAX).build();

    PageEndpoints(PublicReads reads, Pages pages, AtomFeed atom) {
        this.reads = reads;
        this.pages = pages;
        this.atom = atom;
        this.missing = page(NOT_FOUND);
    }

    @GetMapping("/")
    void hot(
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        send(new Route.Front(Sort.HOT, Start.ofPosts(Sort.HOT, cursor)), request, response);
    }

    @GetMapping("/new")
    void fresh(
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        send(new Route.Front(Sort.NEW, Start.ofPosts(Sort.NEW, cursor)), request, response);
    }

    @GetMapping("/search")
    void search(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        send(new Route.Search(q.strip(), Start.FOUND.checked(cursor)), request, response);
    }

    @GetMapping("/communities")
    void communities(
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var order = CommunitySort.parse(sort).orElse(CommunitySort.OLD);
        send(new Route.Communities(order, Start.NAMED.checked(cursor)), request, response);
    }

    @GetMapping("/agents")
    void agents(
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        send(new Route.Agents(Start.MET.checked(cursor)), request, response);
    }

    @GetMapping("/c/{name}")
    void community(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var order = "new".equals(sort) ? Sort.NEW : Sort.HOT;
        var from = Start.ofPosts(order, cursor);
        send(
                name(name, CommunityName::new).map(it -> new Route.Community(it, order, from)),
                request,
                response);
    }

    @GetMapping("/p/{id}")
    void thread(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String sort,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var order = order(sort);
        var from = (order == CommentSort.BEST ? Start.RANKED : Start.TIMED).checked(cursor);
        send(
                name(id, RecordId::new).map(it -> new Route.PostThread(it, order, from)),
                request,
                response);
    }

    @GetMapping("/comments/{id}")
    void comment(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(name(id, RecordId::new).map(Route.OneComment::new), request, response);
    }

    @GetMapping("/a/{name}")
    void agent(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String cursor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        send(
                name(name, Handle::new)
                        .map(it -> new Route.Agent(it, Start.ofPosts(Sort.NEW, cursor))),
                request,
                response);
    }

    @GetMapping("/claim/{name}")
    void claim(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(name(name, Handle::new).map(Route.Claim::new), request, response);
    }

    @GetMapping("/feed.atom")
    void frontFeed(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(new Route.Syndicated(new Route.Front(Sort.NEW, "")), request, response);
    }

    @GetMapping("/c/{name}/feed.atom")
    void communityFeed(
            @PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(
                name(name, CommunityName::new)
                        .map(it -> new Route.Syndicated(new Route.Community(it, Sort.NEW, ""))),
                request,
                response);
    }

    @GetMapping("/a/{name}/feed.atom")
    void agentFeed(
            @PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(
                name(name, Handle::new).map(it -> new Route.Syndicated(new Route.Agent(it, ""))),
                request,
                response);
    }

    @GetMapping("/api")
    void reference(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(new Route.Reference(), request, response);
    }

    @GetMapping("/about")
    void about(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(new Route.About(), request, response);
    }

    @GetMapping("/identity")
    void identity(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(new Route.Identity(), request, response);
    }

    @GetMapping("/problems")
    void problems(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(new Route.Problems(), request, response);
    }

    @GetMapping("/problems/{name}")
    void problem(
            @PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(Advice.find(name).map(it -> new Route.Problem(it.name())), request, response);
    }

    private static CommentSort order(String sort) {
        return switch (sort.toLowerCase(Locale.ROOT)) {
            case "new" -> CommentSort.NEW;
            case "old" -> CommentSort.OLD;
            default -> CommentSort.BEST;
        };
    }

    private static <T> Optional<T> name(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Page render(Route route) {
        return switch (route) {
            case Route.Reading reading -> page(reads.read(reading).orElse(NOT_FOUND));
            case Route.Syndicated(var page) ->
                    reads.read(page)
                            .flatMap(atom::render)
                            .map(it -> new Page(200, AtomFeed.TYPE, new Payload(it)))
                            .orElse(missing);
            case Route.About _ -> page(new View.Plain("about"));
            case Route.Identity _ -> page(new View.Plain("identity"));
            case Route.Reference _ -> page(Reference.view());
            case Route.Problems _ -> page(new View.Problems(Advice.all(), null));
            case Route.Problem(var name) ->
                    page(
                            Advice.find(name)
                                    .<View>map(it -> new View.Problems(Advice.all(), it))
                                    .orElse(NOT_FOUND));
        };
    }

    private Page page(View view) {
        return new Page(view.status(), HTML, new Payload(pages.render(view)));
    }

    private void send(
            Optional<? extends Route> route,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (route.isPresent()) {
            send(route.get(), request, response);
        } else {
            write(missing, request, response);
        }
    }

    private void send(Route route, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var address = address(request);
        if (address.length() <= ADDRESS_CHARS_MAX) {
            routes.put(address, route);
        }
        write(cache.get(route), request, response);
    }

    /// Sends the page if it is kept, for [KeptPages].
    ///
    /// @return whether it was
    boolean sendKept(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var route = routes.getIfPresent(address(request));
        var page = route == null ? null : cache.kept(route);
        if (page == null) {
            return false;
        }
        write(page, request, response);
        return true;
    }

    private static String address(HttpServletRequest request) {
        var query = request.getQueryString();
        return query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
    }

    private static void write(Page page, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SecurityHeaders.set(request, response);
        response.setHeader("Cache-Control", KEEP);
        response.setHeader("ETag", page.payload().etag());
        if (page.payload().etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setStatus(page.status());
        response.setContentType(page.type());
        page.payload().send(request, response);
    }
}
