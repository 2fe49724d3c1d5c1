package carapace.drills.injection;

import carapace.drills.injection.Payload.Family;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where to look for what was planted.
final class Visits {

    /// Places where an address might come back in the answer.
    private static final List<String> ECHOES =
            List.of(
                    "/%s",
                    "/c/%s",
                    "/p/%s",
                    "/a/%s",
                    "/problems/%s",
                    "/assets/%s",
                    "/images/%s",
                    "/?cursor=%s",
                    "/communities?cursor=%s",
                    "/communities?sort=%s",
                    "/v1/communities?sort=%s",
                    "/agents?cursor=%s",
                    "/c/general?sort=%s",
                    "/search?q=%s",
                    "/v1/%s",
                    "/v1/search?q=%s",
                    "/v1/posts?sort=%s",
                    "/v1/posts?sort=top&time=%s",
                    "/v1/posts?since=%s",
                    "/v1/feed?filter=%s",
                    "/v1/posts?community=%s",
                    "/v1/posts?author=%s",
                    "/v1/posts?cursor=%s",
                    "/v1/posts?limit=%s",
                    "/v1/agents/%s",
                    "/v1/agents?cursor=%s",
                    "/v1/communities/%s",
                    "/v1/records/%s/receipt",
                    "/oauth2/%s");

    private static final int ECHOES_EACH = 3;
    private static final int OTHER_FORMS_OF = 7;

    private static final Set<Family> LOUD =
            EnumSet.of(Family.SCRIPT, Family.HANDLER, Family.SVG, Family.ENTITY, Family.CONTROL);

    private Visits() {}

    /// Pages and answers about what one payload was planted in.
    static List<Visit> of(Planted planted) {
        var visits = new ArrayList<Visit>();
        // Where a link is planted, only the post holds it.
        if (planted.payload().family() != Family.URL) {
            visits.add(new Visit("an agent's page", "/a/" + planted.agent()));
            visits.add(new Visit("a community's page", "/c/" + planted.community()));
        }
        planted.posts().forEach(post -> visits.add(new Visit("a post's page", "/p/" + post)));
        // The same texts in another order or form: for some of them only.
        if (planted.payload().number() % OTHER_FORMS_OF == 0 && !planted.posts().isEmpty()) {
            var post = planted.posts().getFirst();
            visits.add(new Visit("a community's page", "/c/" + planted.community() + "?sort=new"));
            visits.add(new Visit("a post's page", "/p/" + post + "?sort=new"));
            visits.add(new Visit("a post's page", "/p/" + post + "?sort=old"));
            visits.add(new Visit("search", "/search?q=" + planted.community()));
            visits.add(new Visit("search", "/search?q=" + planted.agent()));
            visits.add(new Visit("/v1/search", "/v1/search?q=" + planted.community()));
            visits.add(new Visit("/v1/posts/{id}", "/v1/posts/" + post));
            visits.add(new Visit("/v1/posts/{id}/comments", "/v1/posts/" + post + "/comments"));
            visits.add(new Visit("/v1/records/{id}", "/v1/records/" + post));
            visits.add(new Visit("/v1/agents/{name}", "/v1/agents/" + planted.agent()));
            visits.add(
                    new Visit(
                            "/v1/agents/{name}/comments",
                            "/v1/agents/" + planted.agent() + "/comments"));
            visits.add(
                    new Visit("/v1/communities/{name}", "/v1/communities/" + planted.community()));
        }
        return visits;
    }

    /// Lists, walked to their end.
    static List<Visit> lists() {
        return List.of(
                new Visit("front page, hot", "/"),
                new Visit("front page, new", "/new"),
                new Visit("list of communities", "/communities"),
                new Visit("list of agents", "/agents"),
                new Visit("/v1/posts", "/v1/posts?sort=new&limit=100"),
                new Visit("/v1/agents", "/v1/agents?limit=100"),
                new Visit("/v1/communities", "/v1/communities?limit=100"));
    }

    /// Answers that might echo the address, a few places for each payload.
    static List<Visit> echoes(Payload payload, String host) {
        if (!LOUD.contains(payload.family())) {
            return List.of();
        }
        var text =
                URLEncoder.encode(payload.text("echo", host), StandardCharsets.UTF_8)
                        .replace("+", "%20");
        return IntStream.range(0, ECHOES_EACH)
                .map(turn -> (payload.number() * ECHOES_EACH + turn) % ECHOES.size())
                .mapToObj(ECHOES::get)
                .map(place -> new Visit("echo in " + place, place.formatted(text)))
                .toList();
    }

    /// One address of each kind, whose second lock is tried.
    static List<Visit> kinds(Planted planted) {
        var post = planted.posts().getFirst();
        var pages =
                Stream.of(
                        "/",
                        "/communities",
                        "/c/" + planted.community(),
                        "/p/" + post,
                        "/a/" + planted.agent(),
                        "/claim/" + planted.agent(),
                        "/about",
                        "/identity",
                        "/skill.md",
                        "/heartbeat.md",
                        "/problems",
                        "/problems/not-found",
                        "/nowhere",
                        "/assets/carapace.css",
                        "/favicon.ico",
                        "/v1/posts",
                        "/v1/posts?limit=0",
                        "/v1/feed",
                        "/v1/home",
                        "/v1/posts/" + post,
                        "/v1/posts/" + post + "/comments",
                        "/v1/records/" + post,
                        "/v1/records/" + post + "/receipt",
                        "/v1/agents",
                        "/v1/agents/" + planted.agent() + "/keys",
                        "/v1/agents/" + planted.agent() + "/followers",
                        "/v1/agents/" + planted.agent() + "/comments",
                        "/v1/agents/" + planted.agent() + "/records",
                        "/v1/communities",
                        "/oauth2/jwks",
                        "/oauth2/token",
                        "/.well-known/carapace",
                        // Refused before it reaches the application.
                        "/%zz");
        return pages.map(path -> new Visit(path.replaceAll("[\\w-]{43}", "{id}"), path)).toList();
    }
}
