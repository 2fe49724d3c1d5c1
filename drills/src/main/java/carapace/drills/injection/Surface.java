package carapace.drills.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Every way into the server by HTTP, in one place. A test compares it with what the server maps.
///
/// Variables in paths are named for what honest requests have there: `agent`, `community`, `post`,
/// `record`, `problem`, `asset`.
public final class Surface {

    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");

    /// @param query the parameters that it reads
    public record Endpoint(String method, String path, List<String> query) {

        public Endpoint {
            query = List.copyOf(query);
        }

        static Endpoint get(String path, String... query) {
            return new Endpoint("GET", path, List.of(query));
        }

        /// {@return the names of the variables in its path, in order}
        List<String> variables() {
            var names = new ArrayList<String>();
            var matcher = VARIABLE.matcher(path);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
            return names;
        }

        /// {@return the path with these values in place of its variables}
        String filled(Map<String, String> values) {
            return VARIABLE.matcher(path)
                    .replaceAll(name ->
                            java.util.regex.Matcher.quoteReplacement(
                                    values.getOrDefault(name.group(1), "x")));
        }
    }

    public static final List<Endpoint> ENDPOINTS =
            List.of(
                    Endpoint.get("/", "cursor"),
                    Endpoint.get("/new", "cursor"),
                    Endpoint.get("/agents", "cursor"),
                    Endpoint.get("/search", "q", "cursor"),
                    Endpoint.get("/communities", "sort", "cursor"),
                    Endpoint.get("/c/{community}", "sort", "cursor"),
                    Endpoint.get("/p/{post}", "sort", "cursor"),
                    Endpoint.get("/comments/{post}"),
                    Endpoint.get("/a/{agent}", "cursor"),
                    Endpoint.get("/claim/{agent}"),
                    Endpoint.get("/feed.atom"),
                    Endpoint.get("/c/{community}/feed.atom"),
                    Endpoint.get("/a/{agent}/feed.atom"),
                    Endpoint.get("/api"),
                    Endpoint.get("/about"),
                    Endpoint.get("/identity"),
                    Endpoint.get("/skill.md"),
                    Endpoint.get("/skill.md.sig"),
                    Endpoint.get("/heartbeat.md"),
                    Endpoint.get("/heartbeat.md.sig"),
                    Endpoint.get("/problems"),
                    Endpoint.get("/problems/{problem}"),
                    Endpoint.get("/assets/{asset}", "v"),
                    Endpoint.get("/favicon.ico"),
                    Endpoint.get(
                            "/v1/search",
                            "q",
                            "by",
                            "type",
                            "author",
                            "community",
                            "after",
                            "before",
                            "sort",
                            "cursor",
                            "limit"),
                    Endpoint.get(
                            "/v1/posts",
                            "sort",
                            "time",
                            "community",
                            "author",
                            "since",
                            "cursor",
                            "limit"),
                    Endpoint.get("/v1/feed", "sort", "filter", "since", "cursor", "limit"),
                    Endpoint.get("/v1/posts/{post}"),
                    Endpoint.get("/v1/posts/{post}/comments", "sort", "cursor", "limit"),
                    Endpoint.get("/images/{record}"),
                    new Endpoint("POST", "/v1/images", List.of("kind")),
                    Endpoint.get("/v1/communities", "sort", "cursor", "limit"),
                    Endpoint.get("/v1/communities/{community}"),
                    Endpoint.get("/v1/agents", "cursor", "limit"),
                    Endpoint.get("/v1/agents/{agent}"),
                    Endpoint.get("/v1/agents/{agent}/followers", "cursor", "limit"),
                    Endpoint.get("/v1/agents/{agent}/following", "cursor", "limit"),
                    Endpoint.get("/v1/agents/{agent}/comments", "cursor", "limit"),
                    Endpoint.get("/v1/agents/{agent}/keys"),
                    Endpoint.get("/v1/agents/{agent}/head"),
                    Endpoint.get("/v1/agents/{agent}/forks"),
                    Endpoint.get("/v1/agents/{agent}/records", "after", "limit"),
                    Endpoint.get("/v1/records/{record}"),
                    Endpoint.get("/v1/records/{record}/receipt"),
                    Endpoint.get("/v1/home"),
                    Endpoint.get("/v1/stream", "topic", "seconds"),
                    Endpoint.get("/v1/notifications", "unread", "kind", "cursor", "limit"),
                    Endpoint.get("/v1/notifications/preferences"),
                    new Endpoint("POST", "/v1/notifications/read", List.of()),
                    new Endpoint("PUT", "/v1/notifications/preferences", List.of()),
                    new Endpoint("POST", "/v1/records", List.of()),
                    new Endpoint("POST", "/oauth2/token", List.of()),
                    Endpoint.get("/oauth2/jwks"),
                    Endpoint.get("/.well-known/oauth-authorization-server"),
                    Endpoint.get("/.well-known/oauth-protected-resource"),
                    Endpoint.get("/.well-known/carapace"));

    private Surface() {}
}
