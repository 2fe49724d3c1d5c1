package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.ForeignCall;
import carapace.drills.Schema;
import carapace.drills.Victim;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One of the server's roles on a bare connection: its rights without the server's key to a
/// context.
///
/// @param superuser to look at what is there
/// @param connection with the rights of the role
/// @param role its name
record RawRole(Connection superuser, Connection connection, Victim victim, String role) {

    /// What the functions of `carapace_owner` check contexts and spent tokens with, and Flyway's
    /// own table. Nobody logs in as that role, and it could as well drop the policies.
    private static final List<String> OWN_STORES = List.of("context.", "migrations.");

    private interface Work {
        void on(Statement statement) throws SQLException;
    }

    /// Reads, writes and calls everything.
    ///
    /// @param kind what the contexts are, in a few words
    void attack(String kind, List<String> contexts, Attempts attempts) throws SQLException {
        var before = victim.belongings(superuser);
        for (var context : contexts) {
            for (var relation : Schema.relations(superuser)) {
                if (!isOwnStore(relation)) {
                    read(relation, kind, context, attempts);
                    write(relation, kind, context, attempts);
                }
            }
            call(before, kind, context, attempts);
        }
        var changed = victim.belongings(superuser).differences(before);
        attempts.tried(
                "%s changing anything with %s".formatted(role, kind),
                !changed.isEmpty(),
                changed.toString());
    }

    private boolean isOwnStore(String relation) {
        return role.equals("carapace_owner") && OWN_STORES.stream().anyMatch(relation::startsWith);
    }

    private void read(String relation, String kind, String context, Attempts attempts)
            throws SQLException {
        var rows = texts("select t::text from %s t limit 3".formatted(relation), context);
        attempts.tried(
                "%s reading with %s".formatted(role, kind),
                !rows.isEmpty(),
                "%s: %s with '%s'".formatted(relation, rows, context));
    }

    /// Each statement is rolled back, or the next would find nothing left to change.
    private void write(String relation, String kind, String context, Attempts attempts)
            throws SQLException {
        var column = firstColumn(relation);
        for (var sql :
                List.of(
                        "delete from " + relation,
                        "update %s set %s = %s".formatted(relation, column, column))) {
            var changed = new int[1];
            within(context, statement -> changed[0] = statement.executeUpdate(sql));
            attempts.tried(
                    "%s writing with %s".formatted(role, kind),
                    changed[0] > 0,
                    "%s: %d rows with '%s'".formatted(sql, changed[0], context));
        }
        attempts.tried(
                "%s inserting with %s".formatted(role, kind),
                inserts(relation, context),
                "into %s with '%s'".formatted(relation, context));
    }

    private String firstColumn(String relation) throws SQLException {
        var sql = "select * from %s limit 0".formatted(relation);
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getMetaData().getColumnName(1);
        }
    }

    /// An existing row again: the grant, the policy, or only the key refuses it.
    private boolean inserts(String relation, String context) throws SQLException {
        var row = oneRow(relation);
        if (row.isEmpty()) {
            return false;
        }
        var sql =
                ("insert into %s overriding system value"
                                + " select * from json_populate_record(null::%s, '%s')")
                        .formatted(relation, relation, row.get().replace("'", "''"));
        var refusal = within(context, statement -> statement.executeUpdate(sql));
        return refusal.isEmpty() || refusal.startsWith("23");
    }

    private Optional<String> oneRow(String relation) throws SQLException {
        var sql = "select row_to_json(t)::text from %s t limit 1".formatted(relation);
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }

    /// Every function, about the victim; what it does, stays.
    private void call(Victim.Belongings before, String kind, String context, Attempts attempts)
            throws SQLException {
        var secrets = before.secrets();
        for (var function : Schema.functions(superuser, role)) {
            var sql = "select %s::text".formatted(ForeignCall.of(function, victim));
            var answers = new ArrayList<String>();
            within(
                    context,
                    statement -> {
                        answers.addAll(texts(statement, sql));
                        connection.commit();
                    });
            var told = answers.stream().filter(secrets::contains).toList();
            attempts.tried(
                    "%s calling with %s".formatted(role, kind),
                    !told.isEmpty(),
                    "%s with '%s': %s".formatted(sql, context, told));
        }
    }

    private List<String> texts(String sql, String context) throws SQLException {
        var texts = new ArrayList<String>();
        within(context, statement -> texts.addAll(texts(statement, sql)));
        return texts;
    }

    private static List<String> texts(Statement statement, String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
        }
        return texts;
    }

    /// {@return the SQLSTATE of the refusal, or an empty text}
    private String within(String context, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            if (!context.isEmpty()) {
                statement.execute(
                        "select set_config('carapace.context', '%s', true)"
                                .formatted(context.replace("'", "''")));
            }
            work.on(statement);
            return "";
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        } finally {
            connection.rollback();
        }
    }
}
