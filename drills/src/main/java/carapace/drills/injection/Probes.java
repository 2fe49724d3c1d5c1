package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Wire;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.Base64Url;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Sends every payload in every place of every reading request, and looks for a database in the
/// answers.
final class Probes {

    private static final int CONNECTIONS = 8;
    private static final Duration SLEPT = Duration.ofSeconds(Payloads.SLEEP_SECONDS);

    private static final List<String> HEADERS =
            List.of(
                    "User-Agent",
                    "Referer",
                    "Origin",
                    "Cookie",
                    "Accept-Language",
                    "If-None-Match",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Real-IP",
                    "X-Request-Id",
                    "Authorization",
                    "DPoP");

    private final Wire wire = new Wire();
    private final URI server;
    private final Map<String, String> honest;
    private final String canary;
    private final Attempts attempts;

    /// @param honest values of the variables in paths
    /// @param canary a text that is in posts only, and in none of those that `honest` names
    Probes(URI server, Map<String, String> honest, String canary, Attempts attempts) {
        this.server = server;
        this.honest = honest;
        this.canary = canary;
        this.attempts = attempts;
    }

    /// A place for a payload.
    ///
    /// @param filters whether its honest value chooses rows, so that others may never come
    private record Place(String name, boolean filters, Filling filling) {}

    private interface Filling {
        Answer send(String payload) throws Exception;
    }

    void run() throws Exception {
        var work = new ArrayList<Callable<Void>>();
        for (var place : places()) {
            work.add(() -> {
                probe(place);
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    private List<Place> places() {
        var places = new ArrayList<Place>();
        for (var endpoint : Surface.ENDPOINTS) {
            if (endpoint.method().equals("GET")) {
                for (var variable : endpoint.variables()) {
                    places.add(
                            new Place(
                                    endpoint.path() + " " + variable,
                                    true,
                                    payload -> inPath(endpoint, variable, payload)));
                }
                for (var parameter : endpoint.query()) {
                    inQuery(endpoint, parameter, places);
                }
            }
        }
        for (var header : HEADERS) {
            var name = "header " + header;
            places.add(new Place(name, false, payload -> inHeader(header, payload)));
        }
        return places;
    }

    private void inQuery(Surface.Endpoint endpoint, String parameter, List<Place> places) {
        var name = endpoint.path() + " ?" + parameter;
        if (parameter.equals("q")) {
            places.add(new Place(name, false, text -> query(endpoint, parameter, sought(text))));
            return;
        }
        var filters = List.of("community", "author").contains(parameter);
        places.add(new Place(name, filters, text -> query(endpoint, parameter, text)));
        if (parameter.equals("cursor")) {
            var id = honest.getOrDefault("post", "");
            for (var time : List.of("2026-01-01T00:00:00Z", "1.5")) {
                places.add(
                        new Place(
                                name + ", second part",
                                false,
                                text -> query(endpoint, parameter, cursor(time, text))));
            }
            places.add(
                    new Place(
                            name + ", first part",
                            false,
                            text -> query(endpoint, parameter, cursor(text, id))));
        }
        // A number with something behind it, where a number belongs.
        if (List.of("limit", "after").contains(parameter)) {
            places.add(
                    new Place(
                            name + ", behind a number",
                            false,
                            text -> query(endpoint, parameter, "1" + text)));
        }
    }

    /// Other words find other posts, which is what a search is for. As a phrase with a word that
    /// nobody says they find nothing, unless they are more than words. A quote would end the
    /// phrase.
    private static String sought(String text) {
        return "\"vqzjxk " + phrased(text) + '"';
    }

    private static String phrased(String text) {
        return text.replace('"', '\u201d');
    }

    private static String cursor(String first, String second) {
        return Base64Url.encode((first + "\n" + second).getBytes(StandardCharsets.UTF_8));
    }

    private Answer query(Surface.Endpoint endpoint, String parameter, String text)
            throws Exception {
        var path = endpoint.filled(honest);
        return get(path + "?" + parameter + "=" + encoded(text), Map.of());
    }

    private Answer inPath(Surface.Endpoint endpoint, String variable, String payload)
            throws Exception {
        var values = new LinkedHashMap<>(honest);
        // Behind an honest value: a filter by the whole text would find nothing.
        values.put(variable, honest.getOrDefault(variable, "") + encoded(payload));
        return get(endpoint.filled(values), Map.of());
    }

    /// Headers carry printable ASCII only.
    private Answer inHeader(String header, String payload) throws Exception {
        var ascii = payload.replaceAll("[^\\x20-\\x7e]", "?");
        var value = header.equals("Authorization") ? "DPoP " + ascii : ascii;
        return get("/v1/posts?limit=1", Map.of(header, value));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer get(String pathAndQuery, Map<String, String> headers) throws Exception {
        return wire.get(server.resolve(pathAndQuery), headers);
    }

    private void probe(Place place) throws Exception {
        for (var payload : Payloads.SINGLE) {
            judge(place, payload, place.filling().send(payload));
        }
        for (var pair : Payloads.PAIRS) {
            truth(place, pair);
        }
        for (var sleep : Payloads.SLEEPS) {
            slumber(place, sleep);
        }
    }

    private void judge(Place place, String payload, Answer answer) {
        attempts.tried(
                "a text that is code",
                tells(answer) || (place.filters() && answer.body().contains(canary)),
                "%s %s: %s".formatted(place.name(), payload, answer.brief()));
    }

    /// {@return whether a database speaks from the answer}
    static boolean tells(Answer answer) {
        return answer.status() >= 500
                || answer.body().contains(Payloads.COMPUTED)
                || Payloads.SQL_WORDS.matcher(answer.body()).find();
    }

    /// Twice the same difference between true and false is no accident.
    private void truth(Place place, Payloads.Pair pair) throws Exception {
        var differed = differs(place, pair);
        if (differed) {
            differed = differs(place, pair);
        }
        attempts.tried(
                "a text that is true, and one that is false",
                differed,
                "%s %s against %s".formatted(place.name(), pair.whenTrue(), pair.whenFalse()));
    }

    private static boolean differs(Place place, Payloads.Pair pair) throws Exception {
        var whenTrue = place.filling().send(pair.whenTrue());
        var whenFalse = place.filling().send(pair.whenFalse());
        return whenTrue.status() != whenFalse.status()
                || !said(whenTrue, pair.whenTrue()).equals(said(whenFalse, pair.whenFalse()));
    }

    /// {@return the answer without what is in each its own: the payload, and the request's name}
    private static String said(Answer answer, String payload) {
        return unescaped(answer.body())
                .replaceAll("\"instance\":\"[^\"]*\"", "")
                .replace(encoded(payload), "")
                .replace(payload, "")
                .replace(encoded(phrased(payload)), "")
                .replace(phrased(payload), "");
    }

    /// As a page escapes what it was asked for.
    private static String unescaped(String body) {
        return body.replace("&#39;", "'")
                .replace("&#34;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private void slumber(Place place, Payloads.Sleep sleep) throws Exception {
        var slept = slept(place, sleep.sleeping());
        attempts.tried(
                "a text that sleeps",
                slept && !slept(place, sleep.awake()) && slept(place, sleep.sleeping()),
                "%s %s".formatted(place.name(), sleep.sleeping()));
    }

    private boolean slept(Place place, String payload) throws Exception {
        var start = System.nanoTime();
        judge(place, payload, place.filling().send(payload));
        return System.nanoTime() - start >= SLEPT.toNanos();
    }
}
