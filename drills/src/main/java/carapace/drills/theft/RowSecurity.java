package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Every table and view, as every role, with no context, a forged one and somebody else's.
public final class RowSecurity implements Drill {

    private static final List<String> ROLES =
            List.of("carapace_app", "carapace_reader", "carapace_ledger", "carapace_owner");

    private static final String RELATIONS =
            """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f')
              and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'migrations')
              and n.nspname not like 'pg\\_temp%'
            order by 1
            """;

    private static final List<String> CONTEXTS =
            List.of("", "anonymous", "node", "agent:victim", "node.0.0.AAAA", "superuser");

    @Override
    public String name() {
        return "row-security";
    }

    @Override
    public String claim() {
        return "No role reads a single row without a context that only the server can make.";
    }

    @Override
    public boolean needsInside() {
        return true;
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var inside = target.inside().orElseThrow();
        Puppet.claimed(target, "victim")
                .act(new PostBody.Create(new CommunityName("general"), "row", "text", null));
        var relations = relations(inside);
        if (relations.size() < 10) {
            throw new IllegalStateException("only these tables were seen: " + relations);
        }
        for (var role : ROLES) {
            try (var connection = inside.role(role)) {
                for (var relation : relations) {
                    withContexts(connection, role, relation, attempts);
                    writes(connection, role, relation, attempts);
                }
            }
        }
    }

    private static List<String> relations(Inside inside) throws SQLException {
        var names = new ArrayList<String>();
        try (var connection = inside.superuser();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(RELATIONS)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void withContexts(
            Connection connection, String role, String relation, Attempts attempts)
            throws SQLException {
        for (var context : CONTEXTS) {
            var rows = rowsWith(connection, relation, context);
            attempts.tried(
                    role + " with " + (context.isEmpty() ? "no context" : "a forged context"),
                    rows > 0,
                    "%d rows of %s with context '%s'".formatted(rows, relation, context));
        }
    }

    /// {@return the rows seen; 0 when the role may not look at all}
    private static long rowsWith(Connection connection, String relation, String context)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("begin");
            if (!context.isEmpty()) {
                for (var setting : settings(connection)) {
                    statement.execute(
                            "select set_config('%s', '%s', true)".formatted(setting, context));
                }
            }
            try (var rows = statement.executeQuery("select count(*) from " + relation)) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException refused) {
            return 0;
        } finally {
            try (var statement = connection.createStatement()) {
                statement.execute("rollback");
            }
        }
    }

    /// Every setting that a function of the schema reads.
    private static List<String> settings(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                """
                                select distinct m[1]
                                from pg_proc p,
                                  regexp_matches(p.prosrc, 'current_setting\\(''([^'']+)''', 'g') m
                                """)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void writes(
            Connection connection, String role, String relation, Attempts attempts)
            throws SQLException {
        var changed = 0;
        try (var statement = connection.createStatement()) {
            statement.execute("begin");
            changed = statement.executeUpdate("delete from " + relation);
        } catch (SQLException refused) {
            changed = 0;
        } finally {
            try (var statement = connection.createStatement()) {
                statement.execute("rollback");
            }
        }
        attempts.tried(
                role + " deleting", changed > 0, "%d rows of %s".formatted(changed, relation));
    }
}
