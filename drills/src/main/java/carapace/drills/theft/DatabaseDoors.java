package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Inside;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/// Claim: the database could be reached without authentication.
final class DatabaseDoors {

    private static final List<String> ROLES =
            List.of(
                    "postgres",
                    "root",
                    "carapace",
                    "carapace_admin",
                    "carapace_owner",
                    "carapace_app",
                    "carapace_ledger",
                    "carapace_reader");

    private static final List<String> PASSWORDS =
            List.of(
                    "",
                    "postgres",
                    "password",
                    "carapace",
                    "admin",
                    "changeit",
                    "secret",
                    "123456");

    private static final List<String> SERVED =
            List.of("carapace_app", "carapace_reader", "carapace_ledger");

    private static final String TABLES =
            """
            select c.oid::regclass::text from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v')
                and n.nspname not in ('pg_catalog', 'information_schema')
            """;

    private static final int MILLIS_MAX = 2_000;

    /// Asks a PostgreSQL whether it speaks TLS; it answers S, N or E, and nobody else does.
    private static final byte[] SSL_REQUEST =
            ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array();

    private final Inside inside;
    private final Attempts attempts;

    DatabaseDoors(Inside inside, Attempts attempts) {
        this.inside = inside;
        this.attempts = attempts;
    }

    void attack() throws Exception {
        var ports = inside.listeningPorts();
        if (ports.isEmpty()) {
            throw new IllegalStateException("the server listens nowhere, not even for HTTP");
        }
        for (var port : ports) {
            attempts.tried(
                    "PostgreSQL on a TCP port", speaksPostgres(port), "port %d".formatted(port));
        }
        for (var role : ROLES) {
            for (var password : PASSWORDS) {
                login(role, password);
            }
            login(role, role);
        }
        withoutContext();
    }

    private static boolean speaksPostgres(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(MILLIS_MAX);
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS_MAX);
            socket.getOutputStream().write(SSL_REQUEST);
            var answer = socket.getInputStream().read();
            return answer == 'S' || answer == 'N' || answer == 'E';
        } catch (java.net.SocketTimeoutException silent) {
            return false;
        } catch (IOException closed) {
            return false;
        }
    }

    private void login(String role, String password) {
        var properties = new Properties();
        properties.put("user", role);
        properties.put("password", password);
        var kind = password.isEmpty() ? "login without a password" : "login with a guess";
        try (var connection =
                DriverManager.getConnection(inside.jdbcUrlWithoutLogin(), properties)) {
            attempts.tried(kind, true, "%s let in with '%s'".formatted(role, password));
            connection.clearWarnings();
        } catch (SQLException refused) {
            attempts.tried(kind, false, role);
        }
    }

    /// Should a login leak all the same: it shows no row of anybody.
    private void withoutContext() throws SQLException {
        List<String> tables;
        try (var superuser = new Superuser(inside)) {
            tables = superuser.texts(TABLES);
        }
        for (var role : SERVED) {
            try (var connection = inside.role(role)) {
                for (var table : tables) {
                    var rows = count(connection, table);
                    attempts.tried(
                            "rows for a role without a context",
                            rows > 0,
                            "%s sees %d rows of %s".formatted(role, rows, table));
                }
            }
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (var statement = connection.prepareStatement("select count(*) from " + table);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException refused) {
            return 0;
        }
    }
}
