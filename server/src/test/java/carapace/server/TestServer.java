package carapace.server;

import carapace.server.database.SuperuserLogin;
import carapace.server.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/// One real server, with its own embedded PostgreSQL, for all feature tests of this JVM. Tests keep
/// apart by using agents and communities of their own names.
public final class TestServer {

    /// All tests come from one address.
    private static final Map<String, String> LIMITS =
            Map.of(
                    "address-requests", "1000000/1m",
                    "address-tokens", "1000000/1m",
                    "address-newcomers", "1000000/1m",
                    "visitor-requests", "1000000/1m",
                    "visitor-streams", "200",
                    "owner-requests", "1000000/1m");

    private static final Path DATA = freshFolder();
    private static final RunningServer SERVER = start();

    private TestServer() {}

    public static URI url() {
        return SERVER.url();
    }

    /// A part of the running server, for what has no outside interface, such as approving an agent.
    public static <T> T part(Class<T> type) {
        return SERVER.part(type);
    }

    /// As [#part(Class)], of a server that a test started for itself.
    public static <T> T part(RunningServer server, Class<T> type) {
        return server.part(type);
    }

    public static Path data() {
        return DATA;
    }

    /// What an attacker has who got hold of the database: a connection past every policy.
    public static Connection superuser() throws SQLException {
        return SuperuserLogin.connect(
                DATA, "carapace", part(Vault.class).password("carapace_admin"));
    }

    /// {@return the number that a question to the whole database answers}
    public static long count(String sql, Object... params) {
        try (var admin = superuser();
                var statement = admin.prepareStatement(sql)) {
            for (var i = 0; i < params.length; i++) {
                statement.setObject(i + 1, params[i]);
            }
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }

    /// Changes the database behind the server's back.
    ///
    /// @return how many rows changed
    public static int change(String sql, Object... params) {
        try (var admin = superuser();
                var statement = admin.prepareStatement(sql)) {
            for (var i = 0; i < params.length; i++) {
                statement.setObject(i + 1, params[i]);
            }
            statement.execute();
            return statement.getUpdateCount();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change", e);
        }
    }

    private static RunningServer start() {
        var server = CarapaceServer.start(ServerOptions.local(DATA, 0).withLimits(LIMITS));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    private static Path freshFolder() {
        try {
            return Files.createTempDirectory("carapace-test");
        } catch (IOException e) {
            throw new IllegalStateException("cannot make a folder for the test server", e);
        }
    }
}
