package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire;
import carapace.drills.Wire.Answer;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Guessing what is there but not for everybody: by asking, by what the refusal says, and by how
/// long it takes.
public final class Enumeration implements Drill {

    private static final int IDS = 300;
    private static final int PAIRS = 60;

    /// A stranger who is right so often from one answer's time alone has been told. By chance it is
    /// right half of the time, and a busy machine only blurs the difference.
    private static final double TOLD = 0.85;

    private static final List<String> BY_ID =
            List.of(
                    "/v1/posts/",
                    "/v1/comments/",
                    "/v1/records/",
                    "/v1/records/%s/receipt",
                    "/v1/records/%s/history",
                    "/p/",
                    "/comments/");

    /// Where servers of many kinds keep what is not for everybody.
    private static final List<String> DOORS =
            List.of(
                    "/actuator",
                    "/actuator/env",
                    "/actuator/heapdump",
                    "/admin",
                    "/backup",
                    "/backup.sql",
                    "/config.json",
                    "/console",
                    "/debug",
                    "/dump.sql",
                    "/env",
                    "/.env",
                    "/.git/config",
                    "/.git/HEAD",
                    "/graphql",
                    "/health",
                    "/internal",
                    "/jolokia",
                    "/manager/html",
                    "/metrics",
                    "/owners",
                    "/v1/owners",
                    "/v1/users",
                    "/v1/admin",
                    "/v1/outbox",
                    "/v1/ledger",
                    "/v1/sessions",
                    "/v1/audit",
                    "/vault",
                    "/server-status",
                    "/swagger-ui.html",
                    "/v3/api-docs",
                    "/WEB-INF/web.xml",
                    "/META-INF/MANIFEST.MF",
                    "/db/migration",
                    "/assets/../vault",
                    "/rest/v1/agents",
                    "/assets/console/../../vault",
                    "/carapace.css.map",
                    "/assets/carapace.js.map");

    @Override
    public String name() {
        return "enumeration";
    }

    @Override
    public String claim() {
        return "Guessing finds nothing: what is not for a stranger answers as what does not exist.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var victim = Puppet.claimed(target, "victim");
        var stranger = Puppet.claimed(target, "stranger");
        ids(victim, stranger, attempts);
        doors(target, attempts);
        forks(victim, stranger, attempts);
        assertions(target, victim, attempts);
        deleted(victim, attempts);
        cursors(victim, stranger, attempts);
    }

    private static String path(String form, String id) {
        return form.contains("%s") ? form.formatted(id) : form + id;
    }

    /// At random, and close to one that exists.
    private static void ids(Puppet victim, Puppet stranger, Attempts attempts) throws Exception {
        var known = victim.act(post("one of many"));
        var guesses = new ArrayList<String>(near(known));
        var random = new SecureRandom();
        for (var i = 0; i < IDS; i++) {
            var bytes = new byte[32];
            random.nextBytes(bytes);
            guesses.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        for (var i = 0; i < guesses.size(); i++) {
            for (var form :
                    i < guesses.size() - IDS ? BY_ID : List.of(BY_ID.get(i % BY_ID.size()))) {
                var answer =
                        stranger.wire().get(stranger.url(path(form, guesses.get(i))), Map.of());
                attempts.refused("a guessed id", answer);
            }
        }
    }

    /// One bit away, cut, of another case, and with bits that the encoding does not use.
    private static List<String> near(RecordId id) {
        var text = id.value();
        var bytes = id.bytes();
        bytes[bytes.length - 1] ^= 1;
        var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var unused = last.charAt(last.indexOf(text.charAt(42)) ^ 1);
        return List.of(
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                text.substring(0, 42),
                text.substring(0, 42) + unused,
                text + "A",
                text + "=",
                text + "%00",
                text.toLowerCase(Locale.ROOT) + "x",
                "*",
                "%25");
    }

    private static void doors(Target target, Attempts attempts) throws Exception {
        for (var door : DOORS) {
            for (var answer :
                    List.of(
                            new Wire().get(target.url().resolve(door), Map.of()),
                            new Wire().raw(target.url(), "GET", door, Map.of(), ""))) {
                attempts.refused("a well-known door", answer);
            }
        }
    }

    /// Whether somebody else's key is in two hands is for that agent alone.
    private static void forks(Puppet victim, Puppet stranger, Attempts attempts) throws Exception {
        var thief = victim.stolen();
        victim.act(post("by the owner"));
        var fork = thief.next(post("by the thief"));
        thief.submit(List.of(fork.compact()), thief.token());
        var token = stranger.token();
        var there = "/v1/agents/%s/forks".formatted(victim.handle());
        var absent = "/v1/agents/nobody-%s/forks".formatted(stranger.handle().value().length());
        var compared = new Twins(attempts, "forks of another");
        for (var i = 0; i < PAIRS; i++) {
            compared.saw(
                    () -> stranger.call("GET", there, token, ""),
                    () -> stranger.call("GET", absent, token, ""));
        }
        compared.judge();
    }

    /// For a token in the name of an agent that exists, and one that does not.
    private static void assertions(Target target, Puppet victim, Attempts attempts)
            throws Exception {
        var thief = Puppet.newcomer(target, "thief");
        var compared = new Twins(attempts, "assertions by a foreign key");
        for (var i = 0; i < PAIRS; i++) {
            compared.saw(
                    () -> thief.askForToken(forged(thief, victim.handle().value()), ""),
                    () -> thief.askForToken(forged(thief, "nobody-at-all"), ""));
        }
        compared.sameWords();
    }

    private static String forged(Puppet thief, String handle) {
        var algorithm = thief.access().publicKey().algorithm();
        return Forged.assertion(handle, thief.issuer(), algorithm).sign(thief.access());
    }

    /// What was deleted is not to be found by its words, nor by who asks for it.
    private static void deleted(Puppet victim, Attempts attempts) throws Exception {
        var word = "regret" + Long.toString(new SecureRandom().nextLong() >>> 1, 36);
        var id = victim.act(post(word));
        var found = "/v1/search?q=" + word;
        var deadline = System.nanoTime() + 10_000_000_000L;
        while (!ask(victim, found).body().contains(id.value())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the search does not find a new post");
            }
        }
        victim.act(new PostBody.Delete(id));
        deadline = System.nanoTime() + 10_000_000_000L;
        var never = "never" + word.substring(5);
        while (ask(victim, found).body().contains(id.value()) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        for (var form : List.of("/v1/search?q=%s", "/search?q=%s", "/v1/search?q=%s&type=post")) {
            var there = ask(victim, form.formatted(word)).body().replace(word, "");
            var nowhere = ask(victim, form.formatted(never)).body().replace(never, "");
            attempts.tried(
                    "a deleted word is told from one never said",
                    !bare(there).equals(bare(nowhere)),
                    form + ": " + there);
        }
        for (var path :
                List.of("/v1/posts/" + id, "/p/" + id, "/", "/new", "/a/" + victim.handle())) {
            var answer = ask(victim, path);
            attempts.tried(
                    "a deleted text", answer.body().contains(word), path + " " + answer.brief());
        }
    }

    private static Answer ask(Puppet reader, String path) throws Exception {
        return reader.wire().get(reader.url(path), Map.of());
    }

    /// Without what differs from answer to answer.
    private static String bare(String body) {
        return body.replaceAll("urn:carapace:request:[A-Za-z0-9_-]+", "")
                .replaceAll("nonce-[A-Za-z0-9_-]+", "");
    }

    /// A place in another's feed or inbox is a place in one's own, or none.
    private static void cursors(Puppet victim, Puppet stranger, Attempts attempts)
            throws Exception {
        var token = stranger.token();
        for (var path : List.of("/v1/notifications?cursor=", "/v1/feed?cursor=")) {
            for (var bytes : List.of(new byte[8], new byte[32], new byte[64])) {
                Arrays.fill(bytes, (byte) 1);
                var cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                var answer = stranger.call("GET", path + cursor, token, "");
                attempts.tried(
                        "a made-up cursor",
                        answer.body().contains(victim.handle().value()),
                        path + " " + answer.brief());
            }
        }
    }

    private static PostBody.Create post(String title) {
        return new PostBody.Create(new CommunityName("general"), title, "words", null);
    }

    /// Two things of which a stranger must not learn which one is there.
    private static final class Twins {

        private interface Ask {
            Answer answer() throws Exception;
        }

        private final Attempts attempts;
        private final String kind;
        private final List<Long> there = new ArrayList<>();
        private final List<Long> absent = new ArrayList<>();
        private String difference = "";

        Twins(Attempts attempts, String kind) {
            this.attempts = attempts;
            this.kind = kind;
        }

        void saw(Ask one, Ask other) throws Exception {
            var first = timed(one, there);
            var second = timed(other, absent);
            if (first.ok() || second.ok()) {
                difference = first.brief() + " and " + second.brief();
            }
            var same =
                    first.status() == second.status()
                            && bare(first.body()).equals(bare(second.body()));
            if (!same) {
                difference = first.brief() + " and " + second.brief();
            }
        }

        private static Answer timed(Ask ask, List<Long> times) throws Exception {
            var begin = System.nanoTime();
            var answer = ask.answer();
            times.add(System.nanoTime() - begin);
            return answer;
        }

        void sameWords() {
            attempts.tried(kind + ": told by words", !difference.isEmpty(), difference);
        }

        void judge() {
            sameWords();
            var right = rightGuesses();
            attempts.tried(
                    kind + ": told by time",
                    Math.max(right, 1 - right) > TOLD,
                    "one answer's time tells in %.0f %% of all pairs".formatted(100 * right));
        }

        /// How often of two times the greater is that of what is there (the area under the ROC
        /// curve).
        private double rightGuesses() {
            var greater = 0L;
            for (var time : there) {
                greater += absent.stream().filter(other -> time > other).count();
            }
            return (double) greater / there.size() / absent.size();
        }
    }
}
