package carapace.server.database;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL listens and how to reach it, without saying as whom.
///
/// @param socketFolder the folder of its Unix socket; empty for TCP
/// @param host for TCP; `localhost` with a socket
/// @param tls further settings of the JDBC driver
record Address(
        Optional<Path> socketFolder,
        String host,
        int port,
        String database,
        Map<String, String> tls) {

    static final int DEFAULT_PORT = 5432;

    private static final String CONNECT_SECONDS = "5";

    /// Later than every statement timeout of the roles: only a dead peer gets here.
    private static final String SOCKET_SECONDS = "60";

    Address {
        tls = Map.copyOf(tls);
    }

    static Address onSocket(Path folder, String database) {
        return new Address(Optional.of(folder), "localhost", DEFAULT_PORT, database, Map.of());
    }

    Address named(String otherDatabase) {
        return new Address(socketFolder, host, port, otherDatabase, tls);
    }

    String jdbcUrl() {
        var name = URLEncoder.encode(database, StandardCharsets.UTF_8);
        var bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return "jdbc:postgresql://%s:%d/%s".formatted(bracketed, port, name);
    }

    /// {@return the same place in libpq's words, without a password}
    URI url() {
        var name = URLEncoder.encode(database, StandardCharsets.UTF_8);
        return URI.create(
                socketFolder
                        .map(folder ->
                                "postgresql:///%s?host=%s&port=%d"
                                        .formatted(
                                                name,
                                                URLEncoder.encode(
                                                        folder.toString(), StandardCharsets.UTF_8),
                                                port))
                        .orElseGet(() -> jdbcUrl().substring("jdbc:".length())));
    }

    Properties properties(@Nullable String role, @Nullable String password) {
        var properties = new Properties();
        properties.putAll(tls);
        socketFolder.ifPresent(folder -> {
            properties.put("socketFactory", UnixSockets.class.getName());
            properties.put("socketFactoryArg", socketFile(folder).toString());
            properties.put("sslmode", "disable");
        });
        properties.put("gssEncMode", "disable");
        properties.put("connectTimeout", CONNECT_SECONDS);
        properties.put("loginTimeout", CONNECT_SECONDS);
        properties.put("socketTimeout", socketFolder.isPresent() ? "0" : SOCKET_SECONDS);
        properties.put("ApplicationName", "carapace");
        // Details quote rows, and exceptions end in logs.
        properties.put("logServerErrorDetail", "false");
        if (role != null) {
            properties.put("user", role);
        }
        if (password != null) {
            properties.put("password", password);
        }
        return properties;
    }

    Connection connect(@Nullable String role, @Nullable String password) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), properties(role, password));
    }

    /// @param session settings of the session, in the words of the server's command line
    Connection connect(String role, String password, String session) throws SQLException {
        var properties = properties(role, password);
        properties.put("options", session);
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    Path socketFile(Path folder) {
        return folder.resolve(".s.PGSQL." + port);
    }
}
