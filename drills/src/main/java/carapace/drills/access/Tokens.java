package carapace.drills.access;

import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Wire.Answer;
import carapace.drills.access.ScopeTable.Row;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Tokens asked for with each scope, by agents of each standing.
final class Tokens {

    private static final Map<String, String> PLAYED_BY =
            Map.of(
                    "unclaimed", "unclaimed",
                    "claimed", "agent",
                    "frozen", "frozen",
                    "retired", "retired");

    private final List<Row> rows;
    private final Map<String, Cast> cast;
    private final Judge judge;

    Tokens(List<Row> rows, Map<String, Cast> cast, Judge judge) {
        this.rows = rows;
        this.cast = cast;
        this.judge = judge;
    }

    void attack() throws Exception {
        for (var row : rows) {
            for (var standing : row.cells().keySet()) {
                var puppet = player(PLAYED_BY.getOrDefault(standing, standing));
                var scope = row.first().equals("nothing") ? "" : row.first().replace('+', ' ');
                var expected = row.expected(standing);
                var granted = granted(puppet.askForToken(puppet.assertion(), scope));
                judge.attempts()
                        .tried(
                                "a token",
                                !granted.equals(sorted(expected, "\\+")),
                                "%s for %s: %s".formatted(row.first(), standing, granted));
            }
        }
        inAnothersName();
    }

    /// With an assertion about somebody else, and with one key for the assertion and another for
    /// the proof.
    private void inAnothersName() throws Exception {
        var thief = player("agent");
        var victim = player("reader");
        var about = assertionOf(victim, thief);
        judge.expect(
                "assertion-invalid",
                thief.askForToken(about, "read"),
                "a token in another's name",
                "an assertion about another");
        judge.expect(
                "assertion-invalid",
                thief.askForToken(victim.assertion(), "read"),
                "a token in another's name",
                "another's own assertion");
    }

    private static String assertionOf(Puppet victim, Puppet thief) {
        var algorithm = thief.access().publicKey().algorithm();
        return Forged.assertion(victim.handle().value(), thief.issuer(), algorithm)
                .sign(thief.access());
    }

    private Puppet player(String name) {
        return Objects.requireNonNull(cast.get(name)).puppet();
    }

    /// {@return scopes, those of the answer and of the token alike, or the problem}
    private static String granted(Answer answer) throws JsonException {
        if (!answer.ok()) {
            return Judge.word(answer);
        }
        var members = Members.tolerant(StrictJson.parse(answer.body()));
        var said = sorted(members.text("scope", 0, 100), " ");
        var token = members.text("access_token", 1, 4_096).split("\\.", -1);
        var claims = Members.tolerant(StrictJson.parse(Base64Url.decode(token[1])));
        var meant = sorted(claims.text("scope", 0, 100), " ");
        return said.equals(meant) ? meant : said + " but " + meant;
    }

    private static String sorted(String scopes, String separator) {
        return String.join("+", new TreeSet<>(Arrays.asList(scopes.split(separator, -1))));
    }
}
