package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Schema;
import carapace.drills.Target;
import carapace.drills.Victim;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// Every table and function, as every role: with no context, a forged one, somebody else's, and one
/// that was left on a pooled connection.
public final class RowSecurity implements Drill {

    private static final List<String> ROLES =
            List.of("carapace_app", "carapace_reader", "carapace_ledger", "carapace_owner");

    /// More than there are pooled connections.
    private static final int CALLS = 40;

    @Override
    public String name() {
        return "row-security";
    }

    @Override
    public String claim() {
        return "No role reads or writes a row without a context that only the server can make.";
    }

    @Override
    public boolean needsInside() {
        return true;
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var inside = target.inside().orElseThrow();
        var attacker = Puppet.claimed(target, "attacker");
        var victim = Victim.prepare(target, attacker.handle());
        try (var superuser = inside.superuser()) {
            victim.settle(superuser);
            for (var role : ROLES) {
                login(inside, role, attempts);
                for (var context : contexts(inside, attacker, victim).entrySet()) {
                    try (var connection = inside.role(role)) {
                        new RawRole(superuser, connection, victim, role)
                                .attack(context.getKey(), context.getValue(), attempts);
                    }
                }
            }
            foreignRows(inside, superuser, attacker, victim, attempts);
        }
        leftContext(target, inside, attacker, attempts);
    }

    private static void login(Inside inside, String role, Attempts attempts) {
        for (var password : List.of("", role, "carapace", "postgres")) {
            var properties = new Properties();
            properties.put("user", role);
            properties.put("password", password);
            try (var _ = DriverManager.getConnection(inside.jdbcUrlWithoutLogin(), properties)) {
                attempts.tried("logging in", true, role + " with password '" + password + "'");
            } catch (SQLException refused) {
                attempts.tried("logging in", false, "refused");
            }
        }
    }

    /// Settings to try, by what they are.
    private static Map<String, List<String>> contexts(Inside inside, Puppet attacker, Victim victim)
            throws SQLException {
        // True ones, made for other connections, as an injection could read them.
        var ask = "select current_setting('carapace.context')";
        var copied = inside.injected(Optional.of(attacker), ask).getFirst();
        var publics = inside.injected(Optional.empty(), ask).getFirst();
        var mac = copied.substring(0, copied.lastIndexOf('|') + 1);
        var now = System.currentTimeMillis();
        var contexts = new LinkedHashMap<String, List<String>>();
        contexts.put("no context", List.of(""));
        contexts.put(
                "a forged context",
                List.of(
                        "node",
                        "agent:" + victim.handle(),
                        "||node",
                        "|%d|node".formatted(now),
                        "00|%d|agent:%s".formatted(now, victim.handle()),
                        "%s|%d|node".formatted("0".repeat(64), now)));
        contexts.put(
                "a context of another connection",
                List.of(copied, publics, mac + "node", mac + "agent:" + victim.handle()));
        return contexts;
    }

    /// In another agent's true context, as an injection has it.
    private static void foreignRows(
            Inside inside, Connection superuser, Puppet attacker, Victim victim, Attempts attempts)
            throws SQLException {
        for (var sender : List.of(Optional.of(attacker), Optional.<Puppet>empty())) {
            for (var relation : Schema.relations(superuser)) {
                if (Schema.isPrivate(relation)) {
                    var rows = rows(inside, sender, "select t::text from %s t".formatted(relation));
                    var foreign = rows.stream().filter(victim::isIn).toList();
                    attempts.tried(
                            "reading foreign rows in "
                                    + (sender.isPresent() ? "an agent's" : "the public's")
                                    + " context",
                            !foreign.isEmpty(),
                            "%s: %s".formatted(relation, foreign));
                }
            }
        }
    }

    private static List<String> rows(Inside inside, Optional<Puppet> sender, String sql) {
        try {
            return inside.injected(sender, sql);
        } catch (SQLException refused) {
            return List.of();
        }
    }

    /// One request leaves its context on its connection for whoever comes next.
    private static void leftContext(
            Target target, Inside inside, Puppet attacker, Attempts attempts) throws Exception {
        var leave =
                "select set_config('carapace.context', current_setting('carapace.context'), false)";
        for (var i = 0; i < CALLS; i++) {
            inside.injected(Optional.of(attacker), leave);
        }
        var next = Puppet.claimed(target, "next");
        var ask = "select context.caller() || ' ' || current_setting('carapace.context')";
        for (var i = 0; i < CALLS; i++) {
            for (var sender : List.of(Optional.of(next), Optional.<Puppet>empty())) {
                var seen = inside.injected(sender, ask).getFirst();
                attempts.tried(
                        "a context left on a pooled connection",
                        seen.contains(attacker.handle().value()),
                        "the next caller is " + seen);
            }
        }
    }
}
