package carapace.drills.access;

import carapace.drills.Wire.Answer;
import carapace.drills.access.ScopeTable.Row;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.record.PostBody;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Each endpoint by each caller, by other methods and in other spellings of its path.
final class Requests {

    static final String RECORDS = "/v1/records";

    private static final List<String> OTHER_METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "get");

    private static final int CLIENT_ERRORS = 400;

    private final List<Row> rows;
    private final Map<String, Cast> cast;
    private final Scene scene;
    private final Judge judge;

    Requests(List<Row> rows, Map<String, Cast> cast, Scene scene, Judge judge) {
        this.rows = rows;
        this.cast = cast;
        this.scene = scene;
        this.judge = judge;
    }

    void attack() throws Exception {
        for (var row : rows) {
            for (var caller : cast.entrySet()) {
                asDeclared(row, caller.getKey(), caller.getValue());
                otherwiseSpelt(row, caller.getKey(), caller.getValue());
            }
        }
        for (var path : paths()) {
            otherMethods(path);
        }
    }

    private void asDeclared(Row row, String name, Cast caller) throws Exception {
        var method = row.first();
        var path = scene.path(row.second());
        var expected = row.expected(name);
        var what = "%s as %s".formatted(row, name);
        judge.expect(expected, caller.call(method, path, body(row, caller)), row.first(), what);
        if (method.equals("GET")) {
            // Without a body there is no problem to be read.
            var head = caller.call("HEAD", path, "");
            judge.attempts()
                    .tried(
                            "HEAD",
                            head.ok() != expected.equals(Judge.OK),
                            what + ": " + head.status());
        }
    }

    /// An honest one, so that nothing but the caller's standing can be wrong with it. The chain
    /// stays where it is.
    private String body(Row row, Cast caller) {
        return switch (row.toString()) {
            case "POST " + RECORDS -> vote(caller);
            case "POST /v1/notifications/read" -> "{\"upTo\":0}";
            case "PUT /v1/notifications/preferences" -> "{\"off\":[]}";
            default -> "";
        };
    }

    private String vote(Cast caller) {
        var vote = new PostBody.Vote(scene.post(), PostBody.Vote.Direction.UP);
        var puppet = caller.puppet();
        // Who has no chain yet makes one up.
        var record =
                puppet.seq() == 0
                        ? puppet.sign(vote, 1, scene.post())
                        : puppet.sign(vote, puppet.seq(), puppet.head());
        return new JsonWriter().texts("records", List.of(record.compact())).write();
    }

    /// Whoever is refused at the path itself must be so at each spelling that might mean the same.
    private void otherwiseSpelt(Row row, String name, Cast caller) throws Exception {
        if (row.expected(name).equals(Judge.OK)) {
            return;
        }
        for (var path : PathTricks.of(scene.path(row.second()))) {
            var answer = raw(row.first(), path, caller, body(row, caller));
            judge.attempts()
                    .tried(
                            "a path spelt otherwise",
                            answer.ok(),
                            "%s %s as %s".formatted(row.first(), path, name));
        }
    }

    private static Answer raw(String method, String path, Cast caller, String body)
            throws Exception {
        var puppet = caller.puppet();
        if (caller.proves()) {
            return puppet.callRaw(method, path, caller.token(), body);
        }
        var json = Map.of("Content-Type", "application/json");
        return puppet.wire().raw(puppet.url("/"), method, path, json, body);
    }

    private Set<String> paths() {
        var paths = new HashSet<String>();
        rows.forEach(row -> paths.add(row.second()));
        return paths;
    }

    private void otherMethods(String declared) throws Exception {
        for (var name : List.of("visitor", "agent")) {
            for (var method : OTHER_METHODS) {
                if (!isDeclared(method, declared)) {
                    var answer = raw(method, scene.path(declared), caller(name), "");
                    judge.attempts()
                            .tried(
                                    "a method that is not there",
                                    answer.status() < CLIENT_ERRORS,
                                    "%s %s as %s: %s"
                                            .formatted(method, declared, name, answer.brief()));
                }
            }
            var options = raw("OPTIONS", scene.path(declared), caller(name), "");
            judge.attempts()
                    .tried(
                            "scripts of other sites",
                            options.headers().keySet().stream().anyMatch(Requests::invites),
                            "OPTIONS %s as %s".formatted(declared, name));
        }
    }

    private boolean isDeclared(String method, String path) {
        return rows.stream()
                .anyMatch(row -> row.first().equals(method) && row.second().equals(path));
    }

    private static boolean invites(String header) {
        return header.toLowerCase(Locale.ROOT).startsWith("access-control");
    }

    private Cast caller(String name) {
        return Objects.requireNonNull(cast.get(name));
    }
}
