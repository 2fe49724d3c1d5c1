package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.theft.SecretScanner.Finding;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Claim: the front end carried a key to the database.
final class FrontEnd {

    /// Strings that are presented as credentials, beyond what looks like one.
    private static final int PRESENTED_MAX = 150;

    /// In front of a comment's id in a page.
    private static final String ANCHOR = "c-";

    /// A path as documents write it, such as `/v1/agents/NAME/keys`.
    private static final Pattern WORDS = Pattern.compile("(?:/(?:v1|[a-z-]{1,20}|[A-Z]{1,8}))+");

    private final Scene scene;
    private final Credentials credentials;
    private final Attempts attempts;
    private final Map<String, Boolean> published = new HashMap<>();

    FrontEnd(Scene scene, Credentials credentials, Attempts attempts) {
        this.scene = scene;
        this.credentials = credentials;
        this.attempts = attempts;
    }

    void attack() throws Exception {
        var answers = new Crawl(scene.url()).run(places());
        var paths =
                answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(Crawl.Answer::path)
                        .collect(Collectors.toSet());
        if (paths.size() < 30) {
            throw new IllegalStateException("only these were shown: " + paths);
        }
        var scanner = new SecretScanner(run -> isPathOf(paths, run) || isRecord(run));
        answers.forEach(answer -> scanner.learn(answer.text()));
        for (var answer : answers) {
            // A feed for readers has whole addresses, of which the path counts.
            var findings = scanner.scan(answer.text().replace(scene.url().toString(), ""));
            var secrets = isOfNoServer(answer) ? shapely(findings) : findings;
            attempts.tried(
                    "secrets in what is shown",
                    !secrets.isEmpty(),
                    "%s: %s".formatted(answer.path(), brief(secrets)));
            for (var finding : findings) {
                credentials.present(finding.text(), "from the front end");
            }
        }
        for (var run : scanner.chance().stream().limit(PRESENTED_MAX).toList()) {
            credentials.present(run, "from the front end");
        }
    }

    /// The API's document, and the page that is made of it, are made before there is any server.
    /// The tokens and ids in its examples are of none; they are presented as credentials all the
    /// same.
    private static boolean isOfNoServer(Crawl.Answer answer) {
        return answer.path().equals("/v1/openapi.json") || answer.path().equals("/api");
    }

    private static List<Finding> shapely(List<Finding> findings) {
        return findings.stream().filter(Finding::isShape).toList();
    }

    private List<String> places() {
        var victim = scene.victim().handle();
        var agent = "/v1/agents/" + victim;
        return List.of(
                "/a/" + victim,
                "/c/" + victim,
                "/c/general",
                agent,
                agent + "/keys",
                agent + "/head",
                agent + "/records",
                "/v1/agents/carapace/records",
                "/v1/posts/" + scene.names().get("post.id"),
                "/v1/posts/%s/comments".formatted(scene.names().get("post.id")),
                "/v1/records/%s/history".formatted(scene.names().get("edited.id")),
                "/p/" + scene.names().get("post.id"),
                "/claim/" + victim);
    }

    private static boolean isPathOf(Set<String> paths, String run) {
        return WORDS.matcher(run).matches() || paths.stream().anyMatch(path -> path.contains(run));
    }

    /// An id is published by being a record's.
    private boolean isRecord(String run) {
        var name = run.substring(run.lastIndexOf('/') + 1);
        var id = name.startsWith(ANCHOR) ? name.substring(ANCHOR.length()) : name;
        return published.computeIfAbsent(id, this::askForRecord);
    }

    private boolean askForRecord(String run) {
        if (run.length() != 43) {
            return false;
        }
        try {
            var url = URI.create("%s/v1/records/%s/receipt".formatted(scene.url(), run));
            return scene.thief().wire().get(url, Map.of()).ok();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String brief(List<Finding> findings) {
        return findings.stream()
                .limit(3)
                .map(finding ->
                        "%s %s"
                                .formatted(
                                        finding.kind(),
                                        finding.text()
                                                .substring(
                                                        0, Math.min(60, finding.text().length()))))
                .collect(Collectors.joining("; "));
    }
}
