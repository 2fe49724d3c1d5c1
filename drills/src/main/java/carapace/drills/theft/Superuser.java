package carapace.drills.theft;

import carapace.drills.Inside;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A superuser's connection, and what can be done with it.
final class Superuser implements AutoCloseable {

    /// Tables, and their columns but for those that PostgreSQL computes.
    private static final String TABLES =
            """
            select c.oid::regclass || ' ' || (
                select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                from pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                    and a.attgenerated = '')
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname in ('agents', 'communities', 'posts', 'votes',
                    'notifications', 'images')
                or c.oid in ('ledger.records'::regclass, 'ledger.heads'::regclass,
                    'ledger.evidence'::regclass, 'context.keys'::regclass)
            """;

    private static final String FUNCTIONS =
            """
            select pg_get_functiondef(p.oid) from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            where n.nspname not in ('pg_catalog', 'information_schema') and p.prokind = 'f'
            """;

    private final Connection connection;

    Superuser(Inside inside) throws SQLException {
        connection = inside.superuser();
    }

    void run(String statements) throws SQLException {
        try (var statement = connection.prepareStatement(statements)) {
            statement.execute();
        }
    }

    /// {@return the first column of each row as text}
    List<String> texts(String query) throws SQLException {
        var texts = new ArrayList<String>();
        try (var statement = connection.prepareStatement(query);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
        }
        return texts;
    }

    /// Has the server forget what it remembers of an agent.
    void tell(String handle) throws SQLException {
        run("select pg_notify('carapace', 'authority %s')".formatted(handle));
    }

    /// The database as it was, to be put back.
    ///
    /// @param rows JSON, by table and columns
    /// @param functions statements that make them
    record Saved(Map<String, String> rows, String functions) {}

    Saved save() throws SQLException {
        var rows = new LinkedHashMap<String, String>();
        connection.setAutoCommit(false);
        try {
            run("set transaction isolation level repeatable read");
            for (var table : texts(TABLES)) {
                var name = table.substring(0, table.indexOf(' '));
                rows.put(
                        table,
                        texts("select coalesce(json_agg(t), '[]') from %s t".formatted(name))
                                .getFirst());
            }
            return new Saved(rows, String.join(";\n", texts(FUNCTIONS)));
        } finally {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    void restore(Saved saved) throws SQLException {
        connection.setAutoCommit(false);
        try {
            // What the fold and the followers add meanwhile would stay, and come once more.
            run("lock table posts.turn, ledger.followers in exclusive mode");
            run(saved.functions());
            for (var table : saved.rows().entrySet()) {
                var name = table.getKey().substring(0, table.getKey().indexOf(' '));
                var columns = table.getKey().substring(name.length() + 1);
                run("delete from " + name);
                put(name, columns, table.getValue());
            }
        } finally {
            connection.commit();
            connection.setAutoCommit(true);
        }
    }

    private void put(String table, String columns, String json) throws SQLException {
        var sql =
                """
                insert into %1$s (%2$s) overriding system value
                select %2$s from json_populate_recordset(null::%1$s, ?::json)
                """
                        .formatted(table, columns);
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, json);
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
