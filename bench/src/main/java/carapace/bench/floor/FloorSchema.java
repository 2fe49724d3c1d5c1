package carapace.bench.floor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Copies of the server's guarded functions that run as their caller: the same bodies without
/// `security definer` and a fixed search path, so that a superuser passes by row security in them
/// as it does everywhere else.
public final class FloorSchema {

    /// Name before the bracket, and the arguments that tell it from others of that name.
    private record Guarded(String schema, String name, String arguments) {

        String call() {
            return schema + "." + name + "(";
        }

        String copied() {
            return "floor." + name + "(";
        }
    }

    private static final List<Guarded> GUARDED =
            List.of(
                    new Guarded("agents", "owner", ""),
                    new Guarded("owners", "spend", "integer,bigint"),
                    new Guarded("posts", "add_post", "bytea,text,text,text,text,timestamptz"),
                    new Guarded("posts", "add_comment", "bytea,bytea,bytea,text,timestamptz"),
                    new Guarded("votes", "set_vote", "bytea,smallint,timestamptz"),
                    new Guarded("context", "spend", "bytea,timestamptz"),
                    new Guarded("ledger", "lock_head", "text"),
                    new Guarded(
                            "ledger",
                            "append",
                            "text,bigint,bytea,bytea[],text[],text[],text[],timestamptz"));

    /// The floor is told by its caller who acts, and believes it.
    private static final String AGENT =
            """
            create or replace function floor.agent() returns text language sql stable
            as $$ select current_setting('floor.agent', true) $$
            """;

    /// In front of the first statement of a transaction, as the server's own context is.
    static final String ENTER = "select set_config('floor.agent', ?, true);\n";

    private static final String DEFINITION = "select pg_get_functiondef(?::regprocedure)";

    /// One entry for each statement in [FloorText].
    private static final Map<String, String> UNGUARDED = new ConcurrentHashMap<>();

    private FloorSchema() {}

    /// {@return the statement with its guarded functions replaced by their copies}
    static String unguarded(String sql) {
        return UNGUARDED.computeIfAbsent(sql, FloorSchema::replaced);
    }

    private static String replaced(String sql) {
        var replaced = sql;
        for (var function : GUARDED) {
            replaced = replaced.replace(function.call(), function.copied());
        }
        return replaced;
    }

    /// Makes the copies, unless they are there.
    ///
    /// @param superuser of the throw-away server
    public static void create(Connection superuser) throws SQLException {
        execute(superuser, "create schema if not exists floor");
        execute(superuser, AGENT);
        for (var function : GUARDED) {
            execute(superuser, copy(superuser, function));
        }
    }

    private static String copy(Connection superuser, Guarded function) throws SQLException {
        try (var statement = superuser.prepareStatement(DEFINITION)) {
            statement.setString(1, function.call() + function.arguments() + ")");
            try (var results = statement.executeQuery()) {
                results.next();
                return withoutGuard(results.getString(1), function);
            }
        }
    }

    private static String withoutGuard(String definition, Guarded function) {
        var copied =
                definition
                        .replace(" SECURITY DEFINER\n", "\n")
                        .replace(" SET search_path TO 'pg_catalog', 'pg_temp'\n", "\n");
        if (copied.contains("SECURITY DEFINER") || copied.contains("search_path")) {
            throw new IllegalStateException(
                    "%s is guarded in a way that the floor does not know".formatted(function));
        }
        return replaced(
                copied.replace("context.agent()", "floor.agent()")
                        .replace("context.claimed_agent()", "floor.agent()"));
    }

    private static void execute(Connection superuser, String sql) throws SQLException {
        try (var statement = superuser.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
