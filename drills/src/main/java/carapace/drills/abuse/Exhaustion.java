package carapace.drills.abuse;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Requests that cost their sender little and the server as much as they can: its connections, its
/// memory, its processors.
public final class Exhaustion implements Drill {

    /// What nobody has to wait for a page, whatever others do meanwhile.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int BOMB_MEGABYTES = 64;
    private static final int UNFINISHED = 24;
    private static final int RECORDS_BYTES = 1 << 20;
    private static final int HEADERS = 2_000;
    private static final int POST_CHARS = 20_000;

    /// Markup that naive parsers go through again and again.
    private static final List<String> MARKUP =
            List.of("[", "![", "*a_", "> ", "`", "<a", "- ", "[](", "**", "&#x", "\\", "|-");

    private static final List<String> QUERIES =
            List.of("a or ", "\"", "-a ", "a* ", "(", "a:b|", "%", "\u0e01", "or ", "\\");

    @Override
    public String name() {
        return "exhaustion";
    }

    @Override
    public String claim() {
        return "Nobody can make the server too busy for others by sending little: each connection,"
                + " body and text has its bound.";
    }

    /// As many connections as one address may have.
    @Override
    public Map<String, String> limits() {
        return Map.of("address-connections", "500");
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var honest = new Honest(target.url(), attempts);
        var agent = Puppet.claimed(target, "hungry");
        hugeBodies(target.url(), attempts);
        deepBodies(agent, attempts);
        unfinishedBodies(agent, attempts);
        bombs(target.url(), attempts);
        headers(target.url(), attempts);
        markup(agent, honest);
        queries(honest);
        slow(target.url(), honest);
    }

    /// Somebody who wants to read, and is not to be kept from it.
    record Honest(URI url, Attempts attempts) {

        void mustBeServed(String kind, String path) {
            var begin = System.nanoTime();
            String seen;
            boolean shutOut;
            try {
                // On a connection of its own, as somebody who comes just now.
                var answer = new Wire(PATIENCE).raw(url, "GET", path, Map.of(), "");
                var took = Duration.ofNanos(System.nanoTime() - begin);
                shutOut = answer.status() >= 500 || took.compareTo(PATIENCE) > 0;
                seen = "%s after %d ms".formatted(answer.brief(), took.toMillis());
            } catch (IOException e) {
                shutOut = true;
                seen = "no answer: " + e.getMessage();
            }
            attempts.tried(kind, shutOut, path + " " + seen);
        }

        void mustBeServed(String kind) {
            mustBeServed(kind, "/");
            mustBeServed(kind, "/v1/posts?limit=1");
        }
    }

    private static void slow(URI url, Honest honest) throws Exception {
        var heads = "GET / HTTP/1.1\r\nHost: %s\r\nX-Slow: ".formatted(url.getAuthority());
        var body =
                ("POST /oauth2/token HTTP/1.1\r\nHost: %s\r\nContent-Length: 10000\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n\r\na")
                        .formatted(url.getAuthority());
        for (var begun : List.of(heads, body)) {
            try (var crowd = new IdleCrowd(url)) {
                do {
                    crowd.grow(begun);
                    honest.mustBeServed("among idle connections");
                } while (crowd.isTaken());
            }
        }
    }

    /// Announced, and sent without end.
    private static void hugeBodies(URI url, Attempts attempts) throws Exception {
        for (var path : List.of("/v1/records", "/oauth2/token", "/v1/posts")) {
            var taken = IdleCrowd.endless(url, path);
            attempts.tried(
                    "a body without end",
                    taken >= IdleCrowd.ENDLESS_BYTES,
                    "%s took %d bytes".formatted(path, taken));
        }
    }

    private static void deepBodies(Puppet agent, Attempts attempts) throws Exception {
        var token = agent.token();
        var many = "\"a\":1,".repeat(100_000);
        for (var body :
                List.of(
                        "{\"records\":" + "[".repeat(500_000),
                        "{\"a\":".repeat(150_000),
                        "{" + many + "\"records\":[]}",
                        "{\"records\":[" + "9".repeat(900_000) + "]}",
                        "{\"records\":[\"" + "\\u0041".repeat(150_000) + "\"]}",
                        "{\"records\":[" + "\"a\",".repeat(200_000) + "\"a\"]}")) {
            var begin = System.nanoTime();
            var answer = agent.call("POST", "/v1/records", token, body);
            var took = Duration.ofNanos(System.nanoTime() - begin);
            attempts.tried(
                    "a deep or wide body",
                    answer.ok() || answer.status() >= 500 || took.compareTo(PATIENCE) > 0,
                    "%s after %d ms".formatted(answer.brief(), took.toMillis()));
        }
    }

    /// Each is within its bound and never ends.
    private static void unfinishedBodies(Puppet agent, Attempts attempts) throws Exception {
        var token = agent.token();
        agent.call("GET", "/v1/posts?limit=1", token, "");
        var heads = new ArrayList<String>();
        for (var i = 0; i < UNFINISHED; i++) {
            var proof = agent.proof("POST", "/v1/records", token).sign(agent.access());
            heads.add(
                    String.join(
                            "\r\n",
                            "POST /v1/records HTTP/1.1",
                            "Host: " + agent.url("/").getAuthority(),
                            "Authorization: DPoP " + token,
                            "DPoP: " + proof,
                            "Content-Type: application/json",
                            "Content-Length: " + RECORDS_BYTES,
                            "",
                            ""));
        }
        var held = IdleCrowd.held(agent.url("/"), heads, RECORDS_BYTES - 1);
        attempts.tried(
                "bodies that never end",
                held > UNFINISHED / 2,
                "%d of %d bodies of a megabyte were held".formatted(held, UNFINISHED));
    }

    private static void bombs(URI url, Attempts attempts) throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            var megabyte = new byte[1 << 20];
            for (var i = 0; i < BOMB_MEGABYTES; i++) {
                gzip.write(megabyte);
            }
        }
        var body = packed.toString(StandardCharsets.ISO_8859_1);
        for (var encoding : List.of("gzip", "deflate", "br", "zstd", "gzip, gzip", "GZIP")) {
            for (var path : List.of("/v1/records", "/oauth2/token")) {
                var headers =
                        Map.of("Content-Encoding", encoding, "Content-Type", "application/json");
                var answer = new Wire().send("POST", url.resolve(path), headers, body);
                attempts.tried(
                        "a bomb", answer.status() != 413 && answer.status() != 415, answer.brief());
            }
        }
    }

    private static void headers(URI url, Attempts attempts) {
        var many = new StringBuilder();
        for (var i = 0; i < HEADERS; i++) {
            many.append("X-%d: %d\r\n".formatted(i, i));
        }
        for (var headers :
                List.of(
                        many.toString(),
                        "X-Long: " + "a".repeat(1 << 20) + "\r\n",
                        "Cookie: " + "a=b; ".repeat(100_000) + "\r\n",
                        "Accept-Encoding: " + "gzip;q=0.1, ".repeat(50_000) + "\r\n")) {
            var answer = IdleCrowd.ask(url, "GET / HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
            attempts.tried("heavy headers", answer.startsWith("HTTP/1.1 2"), answer);
        }
        var path = "/v1/posts?cursor=" + "a".repeat(200_000);
        var answer = IdleCrowd.ask(url, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path));
        attempts.tried("a heavy target", answer.startsWith("HTTP/1.1 2"), answer);
    }

    /// Each may be posted; what reading it costs is what counts.
    private static void markup(Puppet agent, Honest honest) throws Exception {
        for (var bit : MARKUP) {
            var text = bit.repeat(POST_CHARS / bit.length());
            var post = new PostBody.Create(new CommunityName("general"), "heavy", text, null);
            var id = agent.act(post);
            honest.mustBeServed("heavy markup " + bit, "/p/" + id);
            honest.mustBeServed("heavy markup " + bit, "/");
        }
    }

    private static void queries(Honest honest) {
        for (var bit : QUERIES) {
            var query = URLEncoder.encode(bit.repeat(200 / bit.length()), StandardCharsets.UTF_8);
            honest.mustBeServed("heavy query " + bit, "/v1/search?q=" + query);
            honest.mustBeServed("heavy query " + bit, "/search?q=" + query);
        }
    }
}
