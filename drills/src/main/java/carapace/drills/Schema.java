package carapace.drills;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What there is in the server's database, by the catalog of a superuser.
public final class Schema {

    /// Whose rows everybody may read who has a context. Any other table keeps its rows from all but
    /// those whom they are about.
    private static final Set<String> PUBLIC =
            Set.of(
                    "agents.follows",
                    "agents.profiles",
                    "communities.communities",
                    "communities.moderators",
                    "communities.subscriptions",
                    "ledger.heads",
                    "ledger.records",
                    "posts.bodies",
                    "posts.comments",
                    "posts.edits",
                    "posts.posts",
                    "posts.ranks");

    /// Fewer would mean that the catalog was not read.
    private static final int RELATIONS_MIN = 20;

    private static final String RELATIONS =
            """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f')
              and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
              and n.nspname not like 'pg\\_temp%'
            order by 1
            """;

    private static final String FUNCTIONS =
            """
            select format('%I.%I', n.nspname, p.proname),
                array(select format_type(t.type, null)
                    from unnest(p.proargtypes) with ordinality as t (type, place)
                    order by t.place)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname not in ('pg_catalog', 'information_schema')
              and p.prokind = 'f' and has_function_privilege(?, p.oid, 'execute')
            order by 1
            """;

    private Schema() {}

    /// A function with the types of its arguments.
    public record Function(String name, List<String> types) {

        public Function {
            types = List.copyOf(types);
        }
    }

    /// {@return every table and view of the server's own, such as `posts.posts`}
    public static List<String> relations(Connection superuser) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = superuser.prepareStatement(RELATIONS);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        if (names.size() < RELATIONS_MIN) {
            throw new IllegalStateException("only these tables were seen: " + names);
        }
        return names;
    }

    /// {@return whether only those whom a row is about may read it}
    public static boolean isPrivate(String relation) {
        return !PUBLIC.contains(relation);
    }

    /// {@return the server's functions that the role may call}
    public static List<Function> functions(Connection superuser, String role) throws SQLException {
        var functions = new ArrayList<Function>();
        try (var statement = superuser.prepareStatement(FUNCTIONS)) {
            statement.setString(1, role);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var types = (String[]) rows.getArray(2).getArray();
                    functions.add(new Function(rows.getString(1), Arrays.asList(types)));
                }
            }
        }
        return functions;
    }
}
