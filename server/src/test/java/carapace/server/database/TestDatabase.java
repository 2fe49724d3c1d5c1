package carapace.server.database;

import carapace.server.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/// One embedded PostgreSQL for all tests of this JVM, and in it a fresh, migrated database for
/// whoever asks, copied from a template in about a tenth of a second.
///
/// ```java
/// private static final TestDatabase TEST = TestDatabase.fresh();
///
/// @AfterAll
/// static void close() { TEST.close(); }
/// ```
public final class TestDatabase implements AutoCloseable {

    private static final Path DATA = temporaryFolder();
    private static final Vault VAULT = Vault.create(DATA.resolve("vault"));
    private static final Server SERVER = start();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Address address;
    private final Superuser superuser;
    private final Database database;

    private interface Superuser {
        Connection connect() throws SQLException;
    }

    private TestDatabase(Server server, Superuser superuser) {
        this.address = server.address();
        this.superuser = superuser;
        this.database = Database.on(server, VAULT, Clock.systemUTC());
    }

    /// A database with all migrations applied and no rows.
    public static TestDatabase fresh() {
        var name = "test_" + COUNT.incrementAndGet();
        try (var admin = superuser("postgres");
                var create =
                        admin.prepareStatement("create database " + name + " template carapace")) {
            create.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        grant(name);
        return new TestDatabase(new Borrowed(SERVER.address().named(name)), () -> superuser(name));
    }

    /// The same on Debian's PostgreSQL 15, see [ExternalCluster].
    static TestDatabase external() {
        var name = "test_" + COUNT.incrementAndGet();
        var cluster = ExternalCluster.get();
        var contexts = new Contexts(VAULT, Clock.systemUTC());
        return new TestDatabase(
                ExternalPostgres.reach(cluster.createDatabase(name), VAULT, contexts),
                () -> cluster.superuser(name));
    }

    /// A copy has the tables of its template but not its grants on the database itself.
    private static void grant(String name) {
        try (var admin = superuser(name);
                var grants = admin.prepareStatement(Roles.CREATE)) {
            grants.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    public Database database() {
        return database;
    }

    public static Vault vault() {
        return VAULT;
    }

    /// A connection that row security does not bind, to look behind the curtain or plant a flaw.
    public Connection superuser() {
        try {
            return superuser.connect();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /// A bare connection of a role that serves, without any context: what a thief of its password
    /// would have.
    public Connection login(String role) {
        try {
            return address.connect(role, VAULT.password(role));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    Address address() {
        return address;
    }

    /// Runs statements as `carapace_owner`, as a migration would.
    public void migrate(String statements) {
        try (var connection = superuser();
                var role = connection.prepareStatement("set role carapace_owner");
                var statement = connection.prepareStatement(statements)) {
            role.execute();
            statement.execute();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }

    private static Connection superuser(String database) {
        try {
            return SuperuserLogin.connect(DATA, database, VAULT.password(PostgresFolder.SUPERUSER));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Server start() {
        var contexts = new Contexts(VAULT, Clock.systemUTC());
        var server = EmbeddedPostgres.start(DATA, VAULT, contexts);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
        return server;
    }

    private static void stop(Server server) {
        server.close();
        try {
            FolderRights.deleteTree(DATA);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("carapace-db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Closing one test's database leaves the PostgreSQL of all tests running.
    private record Borrowed(Address address) implements Server {

        @Override
        public String description() {
            return "PostgreSQL of the tests";
        }

        @Override
        public void close() {}
    }
}
