package carapace.server.database;

import carapace.server.vault.Vault;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Makes a PostgreSQL ready: roles, schema, logins and the key of the context.
///
/// Runs as the administrator, under one advisory lock, so that nodes which start together do it one
/// after the other. Doing it again changes nothing.
final class Bootstrap {

    private static final String DATABASE_EXISTS =
            "select from pg_database where datname = 'carapace'";
    private static final String CREATE_DATABASE = "create database carapace";

    /// Any number, as long as it is the same for all nodes: "carapace" in ASCII.
    private static final String LOCK = "select pg_advisory_lock(7161115303842833253)";

    private static final String FACTS =
            """
            select current_setting('server_version_num')::integer,
                current_setting('server_encoding'),
                (extract(epoch from clock_timestamp()) * 1000)::bigint
            """;

    private static final String AS_OWNER = "set role carapace_owner";
    private static final String AS_ADMIN = "reset role";
    private static final String HAS_KEYS = "select to_regclass('context.keys') is not null";
    private static final String VAULT = "select vault from context.keys";
    private static final String SAVE_KEY =
            """
            insert into context.keys (inner_pad, outer_pad, vault) values (?, ?, ?)
            on conflict (only_row) do update
                set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad
                where context.keys.inner_pad <> excluded.inner_pad
            """;
    private static final String MIGRATED_WITH =
            "select obj_description(to_regnamespace('migrations'), 'pg_namespace')";

    /// COMMENT takes no parameters, so the value goes by a setting of this session.
    private static final String REMEMBER_FILES = "select set_config('carapace.files', ?, false)";

    private static final String SAVE_FILES =
            """
            do $$
            begin
                execute format('comment on schema migrations is %L',
                    current_setting('carapace.files'));
            end
            $$
            """;
    private static final String APP_MAY_LOG_IN = "alter role carapace_app login";
    private static final String READER_MAY_LOG_IN = "alter role carapace_reader login";

    private static final int OLDEST_VERSION = 150_000;
    private static final long CLOCKS_DIFFER_MILLIS_MAX = 30_000;

    private final Connection admin;
    private final Address address;
    private final Vault vault;
    private final Contexts contexts;

    private Bootstrap(Connection admin, Address address, Vault vault, Contexts contexts) {
        this.admin = admin;
        this.address = address;
        this.vault = vault;
        this.contexts = contexts;
    }

    /// Only the embedded PostgreSQL: an external one brings its database.
    static void createDatabase(Login login) {
        try (var connection = login.to("postgres")) {
            if (!hasRow(connection, DATABASE_EXISTS)) {
                run(connection, CREATE_DATABASE);
            }
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    /// @param login as administrator
    /// @param address of the database that is made ready
    static void prepare(Login login, Address address, Vault vault, Contexts contexts) {
        try (var admin = login.to(address.database())) {
            new Bootstrap(admin, address, vault, contexts).prepare(login);
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private void prepare(Login login) throws SQLException {
        checkServer();
        run(admin, LOCK);
        requireOurVault();
        run(admin, Roles.CREATE);
        run(admin, Roles.CLOSE_DOORS);
        migrate(login);
        saveContextKey();
        allowLogin(Pools.APP, APP_MAY_LOG_IN);
        allowLogin(Pools.READER, READER_MAY_LOG_IN);
    }

    private void migrate(Login login) throws SQLException {
        var files = MigrationFiles.fingerprint();
        if (files.equals(readText(admin, MIGRATED_WITH))) {
            return;
        }
        Migrations.run(login, address.database());
        run(admin, AS_OWNER);
        run(admin, Roles.GUARD_HISTORY);
        try (var statement = admin.prepareStatement(REMEMBER_FILES)) {
            statement.setString(1, files);
            statement.execute();
        }
        run(admin, SAVE_FILES);
        run(admin, AS_ADMIN);
    }

    private void checkServer() throws SQLException {
        try (var statement = admin.prepareStatement(FACTS);
                var facts = statement.executeQuery()) {
            facts.next();
            if (facts.getInt(1) < OLDEST_VERSION) {
                throw new DatabaseRefused(
                        "PostgreSQL %d is too old: Carapace needs 15 or newer"
                                .formatted(facts.getInt(1) / 10_000));
            }
            if (!facts.getString(2).equals("UTF8")) {
                throw new DatabaseRefused(
                        "the database has encoding %s: Carapace needs UTF8"
                                .formatted(facts.getString(2)));
            }
            if (contexts.millisFrom(facts.getLong(3)) > CLOCKS_DIFFER_MILLIS_MAX) {
                throw new DatabaseRefused(
                        "the clocks of server and database differ by more than 30 s:"
                                + " set them right");
            }
        }
    }

    /// Before anything is changed: with another vault all that is sealed here would be worthless.
    private void requireOurVault() throws SQLException {
        if (!readsTrue(admin, HAS_KEYS)) {
            return;
        }
        run(admin, AS_OWNER);
        var saved = readBytes(admin, VAULT);
        run(admin, AS_ADMIN);
        if (saved != null && !MessageDigest.isEqual(saved, contexts.vaultFingerprint())) {
            throw new DatabaseRefused(
                    "this database belongs to another vault: start with the vault that it was made"
                            + " with; nothing was changed");
        }
    }

    private void saveContextKey() throws SQLException {
        run(admin, AS_OWNER);
        try (var statement = admin.prepareStatement(SAVE_KEY)) {
            statement.setBytes(1, contexts.innerPad());
            statement.setBytes(2, contexts.outerPad());
            statement.setBytes(3, contexts.vaultFingerprint());
            statement.executeUpdate();
        }
        run(admin, AS_ADMIN);
    }

    /// The driver sends the SCRAM verifier, so the password itself never reaches the database.
    private void allowLogin(String role, String mayLogIn) throws SQLException {
        var password = vault.password(role);
        if (logsIn(role, password)) {
            return;
        }
        run(admin, mayLogIn);
        admin.unwrap(PGConnection.class)
                .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
    }

    private boolean logsIn(String role, String password) {
        try (var _ = address.connect(role, password)) {
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static boolean hasRow(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private static boolean readsTrue(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static @Nullable String readText(Connection connection, String sql)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static byte @Nullable [] readBytes(Connection connection, String sql)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            return rows.next() ? rows.getBytes(1) : null;
        }
    }

    private static DatabaseRefused refused(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return switch (state) {
            case Roles.TOO_STRONG ->
                    new DatabaseRefused(
                            "a role of Carapace has more rights than it may have (superuser,"
                                    + " bypassrls, createrole, createdb or replication): take them"
                                    + " away first",
                            e);
            case "42501" ->
                    new DatabaseRefused(
                            "the login of --database-url may not prepare the database: it must own"
                                    + " the database and have createrole, or be superuser",
                            e);
            case "28P01", "28000" ->
                    new DatabaseRefused("PostgreSQL refused the administrator's login", e);
            default -> new DatabaseRefused("cannot prepare the database: " + e.getMessage(), e);
        };
    }
}
