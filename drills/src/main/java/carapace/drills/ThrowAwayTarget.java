package carapace.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/// A server on a folder that nobody needs afterwards, with what the attacker is assumed to hold of
/// it. How it is started, and whether it can be killed, its subclasses say.
public abstract class ThrowAwayTarget implements Target, Inside, AutoCloseable {

    /// Drills come from one address, at a rate that no honest client has.
    private static final Map<String, String> WIDE =
            Map.of(
                    "address-newcomers", "100000/1h",
                    "address-requests", "1000000/1m",
                    "address-streams", "1000",
                    "address-tokens", "100000/1m",
                    "agent-requests", "1000000/1m",
                    "agent-tokens", "100000/1m",
                    "agent-uploads", "100000/1h",
                    "owner-requests", "1000000/1m",
                    "visitor-requests", "1000000/1m",
                    "visitor-streams", "1000");

    protected static final String ADMINISTRATOR = "carapace_admin";

    /// Others have no login; the superuser becomes them.
    private static final Set<String> LOGINS =
            Set.of(ADMINISTRATOR, "carapace_app", "carapace_reader");

    private static final String NOT_LET_IN = "28000";
    private static final long OPEN_NANOS_MAX = Duration.ofSeconds(10).toNanos();

    /// {@return the rates of all limits, wide but for these}
    protected static Map<String, String> limitsWith(Map<String, String> tight) {
        var limits = new HashMap<>(WIDE);
        limits.putAll(tight);
        return Map.copyOf(limits);
    }

    @Override
    public abstract void close() throws IOException;

    /// {@return the server's folder}
    protected abstract Path data();

    /// {@return the password of a database role, as the vault has it}
    protected abstract String password(String role);

    @Override
    public final Optional<Inside> inside() {
        return Optional.of(this);
    }

    @Override
    public final Path databaseFolder() {
        return data().resolve("database");
    }

    @Override
    public final Path logFolder() {
        return data().resolve("logs");
    }

    /// Where the database listens.
    public final Path socket() {
        return data().resolve("run/.s.PGSQL.5432");
    }

    /// A server keeps its superuser out. Here the attacker is assumed to have got in all the same.
    public final void openLogins() throws IOException {
        Files.writeString(
                databaseFolder().resolve("carapace_hba.conf"), "local all all scram-sha-256\n");
        new ProcessBuilder("kill", "-HUP", Long.toString(postmaster().pid()))
                .start()
                .onExit()
                .join();
    }

    protected final ProcessHandle postmaster() throws IOException {
        var pid = Files.readAllLines(databaseFolder().resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Override
    public final Connection superuser() throws SQLException {
        return connect(ADMINISTRATOR);
    }

    /// The passwords are in the vault: an attacker does not have them, which other attempts show.
    /// Here it is assumed to have got hold of the login in some other way.
    @Override
    public final Connection role(String role) throws SQLException {
        if (LOGINS.contains(role)) {
            return connect(role);
        }
        var connection = connect(ADMINISTRATOR);
        try (var become = connection.prepareStatement("set session authorization " + role)) {
            become.execute();
        }
        return connection;
    }

    /// PostgreSQL reads who may log in a moment after it is told to.
    private Connection connect(String role) throws SQLException {
        var properties = new Properties();
        properties.put("user", role);
        properties.put("password", password(role));
        var deadline = System.nanoTime() + OPEN_NANOS_MAX;
        while (true) {
            try {
                return DriverManager.getConnection(jdbcUrlWithoutLogin(), properties);
            } catch (SQLException e) {
                if (!NOT_LET_IN.equals(e.getSQLState()) || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /// For another node of the same network.
    protected final void copyVault(Path to) throws IOException {
        var from = data().resolve("vault");
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
