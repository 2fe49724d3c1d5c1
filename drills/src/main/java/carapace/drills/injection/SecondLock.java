package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the headers of pages and answers stop when markup did get past the server. The drill puts
/// it there with its own hands, through the browser's tools for developers.
final class SecondLock {

    /// In every address that is opened here, so that none of it comes from a cache.
    private static final String SIGN = "second-lock";

    /// Beyond every payload's number. Each page has a hundred.
    static final int FIRST_NUMBER = 100_000;

    private static final String PROBE = Scripts.read("probe.js");

    private final URI server;
    private final Collector collector;
    private final Tabs tabs;
    private final Attempts attempts;

    SecondLock(URI server, Collector collector, Tabs tabs, Attempts attempts) {
        this.server = server;
        this.collector = collector;
        this.tabs = tabs;
        this.attempts = attempts;
    }

    /// @param pages one of each kind
    void attack(List<Visit> pages) throws Exception {
        var work = new ArrayList<Tabs.Work>();
        for (var page : pages) {
            var first = FIRST_NUMBER + 100 * work.size();
            work.add(tab -> inject(tab, page, first));
        }
        work.add(tab -> embed(tab, pages));
        tabs.each(work);
        for (var page : pages) {
            headers(page, "*/*");
            headers(page, "text/html");
        }
    }

    private void headers(Visit page, String accept) throws IOException {
        var answer = new Wire().raw(server, "GET", page.path(), Map.of("Accept", accept), "");
        var where = "%s for %s".formatted(page.path(), accept);
        var guessed = !answer.header("X-Content-Type-Options").equals("nosniff");
        attempts.tried("an answer whose type is guessed", guessed, where);
        var policy = answer.header("Content-Security-Policy");
        attempts.tried("a policy with holes", hasHoles(policy), where + " has " + policy);
        var html = answer.header("Content-Type").startsWith("text/html");
        attempts.tried(
                "an answer for programs as a page",
                answer.ok() && isForPrograms(page) && html,
                where);
    }

    private static boolean hasHoles(String policy) {
        return !policy.contains("default-src 'none'")
                || !policy.contains("frame-ancestors 'none'")
                || policy.contains("unsafe")
                || policy.contains("script-src");
    }

    private static boolean isForPrograms(Visit page) {
        return List.of("/v1/", "/oauth2/", "/.well-known/").stream()
                .anyMatch(page.path()::startsWith);
    }

    private String signed(Visit page) {
        return server + page.path() + (page.path().contains("?") ? "&" : "?") + SIGN;
    }

    private void inject(Tab tab, Visit page, int first) throws Exception {
        if (!tab.open(signed(page))) {
            return;
        }
        var call = "(%s)('http://%s', %d)".formatted(PROBE.strip(), collector.host(), first);
        var answer = evaluate(tab, call);
        if (answer.isEmpty()) {
            attempts.tried("put into a page", true, "it left " + page.path());
            return;
        }
        var done = done(tab);
        if (done.isEmpty() && !hasSeenViolations(tab)) {
            throw new IllegalStateException("the browser noticed nothing at " + page.path());
        }
        var ways = DevTools.parse(answer.get());
        for (var index = 0; index < ways.size(); index++) {
            attempts.tried(
                    "put into a page: " + ways.get(index).asString(),
                    done.contains(first + index),
                    page.path());
        }
    }

    /// {@return empty when the page was left meanwhile}
    private static Optional<String> evaluate(Tab tab, String script) throws Exception {
        try {
            return Optional.of(tab.evaluate(script).asString());
        } catch (IOException gone) {
            if (tab.sightings().stream().noneMatch(it -> it.what().startsWith(Tab.SENT_AWAY))) {
                throw gone;
            }
            return Optional.empty();
        }
    }

    /// Were it otherwise, nobody could rely on what the browser said about other pages.
    private static boolean hasSeenViolations(Tab tab) {
        return tab.sightings().stream()
                .anyMatch(sighting -> sighting.what().startsWith(Tab.VIOLATION));
    }

    /// {@return numbers of the ways that ran, or asked the collector for something}
    private Set<Integer> done(Tab tab) {
        var numbers = new HashSet<Integer>();
        collector.strays().forEach(path -> numbers.add(Collector.number(path)));
        for (var sighting : tab.sightings()) {
            if (sighting.what().startsWith("script ran")) {
                numbers.add(sighting.payload());
            }
        }
        return numbers;
    }

    private void embed(Tab tab, List<Visit> pages) throws Exception {
        tab.open(collector.embedding(pages.stream().map(this::signed).toList()));
        var answer = tab.evaluate("embedded.then(list => JSON.stringify(list))").asString();
        var taken = new HashSet<String>();
        DevTools.parse(answer).forEach(way -> taken.add(way.asString()));
        var framed = tab.frames();
        for (var page : pages) {
            for (var way : List.of("script", "link", "img")) {
                attempts.tried(
                        "taken by a foreign page as " + way,
                        taken.contains(way + " " + signed(page)),
                        page.path());
            }
            attempts.tried("framed by a foreign page", framed.contains(signed(page)), page.path());
        }
    }
}
