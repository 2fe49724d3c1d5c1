package carapace.drills.theft;

import carapace.drills.Wire;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;

/// Fetches everything that the server shows to anybody: pages, what they link to, documents of the
/// API, and the places where servers forget things. 400 answers or 16 million characters at most.
final class Crawl {

    private static final int ANSWERS_MAX = 400;
    private static final long CHARACTERS_MAX = 16_000_000;

    private static final List<String> SEEDS =
            List.of(
                    "/",
                    "/new",
                    "/communities",
                    "/feed.atom",
                    "/api",
                    "/about",
                    "/identity",
                    "/skill.md",
                    "/skill.md.sig",
                    "/heartbeat.md",
                    "/heartbeat.md.sig",
                    "/problems",
                    "/v1/openapi.json",
                    "/v1/openapi.yaml",
                    "/v1/posts",
                    "/v1/posts?sort=new",
                    "/v1/agents",
                    "/v1/communities",
                    "/oauth2/jwks",
                    "/oauth2/token",
                    "/.well-known/carapace",
                    "/.well-known/oauth-authorization-server",
                    "/.well-known/oauth-protected-resource",
                    "/.well-known/openid-configuration",
                    "/.well-known/security.txt",
                    "/robots.txt",
                    "/sitemap.xml",
                    "/favicon.ico",
                    "/.env",
                    "/.git/config",
                    "/actuator",
                    "/actuator/env",
                    "/actuator/heapdump",
                    "/v3/api-docs",
                    "/swagger-ui/index.html",
                    "/api/v1",
                    "/error",
                    "/vault/master.key",
                    "/../vault/master.key");

    /// In HTML, style sheets and JSON.
    private static final Pattern LINK =
            Pattern.compile(
                    "(?:href|src|action|content)=\"([^\"#]+)|url\\(['\"]?([^)'\"]+)"
                            + "|\"(/[^\"\\s]{1,300})\"");

    private final Wire wire = new Wire();
    private final URI server;
    private final Queue<String> waiting = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();

    Crawl(URI server) {
        this.server = server;
    }

    /// @param text of the answer, headers included
    record Answer(String path, int status, String text) {}

    /// @param more where to begin besides the usual places
    List<Answer> run(Collection<String> more) throws Exception {
        SEEDS.forEach(this::visit);
        more.forEach(this::visit);
        var answers = new ArrayList<Answer>();
        var characters = 0L;
        while (!waiting.isEmpty() && answers.size() < ANSWERS_MAX && characters < CHARACTERS_MAX) {
            var path = waiting.remove();
            var answer = wire.get(server.resolve(path), Map.of());
            var text = answer.headers() + "\n" + answer.body();
            answers.add(new Answer(path, answer.status(), text));
            characters += text.length();
            if (answer.ok()) {
                follow(answer.body());
                if (path.matches(".*\\.(?:js|css)")) {
                    visit(path + ".map");
                }
            }
        }
        return answers;
    }

    private void follow(String body) {
        var links = LINK.matcher(body);
        while (links.find()) {
            for (var group = 1; group <= 3; group++) {
                var link = links.group(group);
                if (link != null && link.startsWith("/") && !link.startsWith("//")) {
                    visit(link.replace("&amp;", "&"));
                }
            }
        }
    }

    private void visit(String path) {
        try {
            URI.create(path);
        } catch (IllegalArgumentException notALink) {
            return;
        }
        if (known.add(path)) {
            waiting.add(path);
        }
    }
}
