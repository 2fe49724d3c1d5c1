package carapace.cli;

import carapace.drills.Forged;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.json.JsonException;
import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.access.Decision;
import carapace.server.owners.Owners;
import carapace.server.vault.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A server in processes of its own on a folder that is removed afterwards, with everything that an
/// attacker with the database is assumed to hold.
final class ThrowAwayServer implements Target, Inside, AutoCloseable {

    private static final long BUDGET = 1_000_000;
    private static final String ADMINISTRATOR = "carapace_admin";

    /// Drills come from one address, at a rate that no honest client has.
    private static final Map<String, String> LIMITS =
            Map.of(
                    "address-newcomers", "100000/1h",
                    "address-requests", "1000000/1m",
                    "address-tokens", "100000/1m",
                    "agent-requests", "1000000/1m",
                    "agent-tokens", "100000/1m",
                    "owner-requests", "1000000/1m",
                    "visitor-requests", "1000000/1m");

    private final Path folder;
    private ServerProcess server;
    private @Nullable ServerProcess second;
    private @Nullable OperatorDesk desk;
    private @Nullable InjectionPoint injection;

    private ThrowAwayServer(Path folder, ServerProcess server) {
        this.folder = folder;
        this.server = server;
    }

    static ThrowAwayServer start() throws IOException {
        var folder = Files.createTempDirectory("carapace-drill");
        var target = new ThrowAwayServer(folder, launch(folder.resolve("first"), 0, List.of()));
        target.openLogins();
        return target;
    }

    /// A server keeps its superuser out. Here the attacker is assumed to have got in all the same.
    void openLogins() throws IOException {
        Files.writeString(
                databaseFolder().resolve("carapace_hba.conf"), "local all all scram-sha-256\n");
        new ProcessBuilder("kill", "-HUP", Long.toString(postmaster().pid()))
                .start()
                .onExit()
                .join();
    }

    private ProcessHandle postmaster() throws IOException {
        var pid = Files.readAllLines(databaseFolder().resolve("postmaster.pid")).getFirst().strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static ServerProcess launch(Path data, int port, List<String> more) throws IOException {
        var arguments = new ArrayList<>(List.of("--data", data.toString(), "--port", "" + port));
        LIMITS.forEach((name, rate) -> arguments.addAll(List.of("--limit", name + "=" + rate)));
        arguments.addAll(more);
        return ServerProcess.start(arguments, data.resolveSibling(data.getFileName() + ".log"));
    }

    Path data() {
        return folder.resolve("first");
    }

    /// {@return where a process beside the server writes what goes wrong}
    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    long pid() {
        return server.pid();
    }

    /// Stops the server and its database, as an operator would.
    synchronized void stop() {
        closeNodes();
        server.stop();
    }

    /// Starts the stopped server again, at the same address. Its superuser is kept out until
    /// [#openLogins].
    synchronized void startAgain() throws IOException {
        server = launch(data(), server.url().getPort(), List.of());
    }

    @Override
    public URI url() {
        return server.url();
    }

    @Override
    public void approve(Handle agent) {
        decide(owners -> owners.approve(agent, BUDGET));
    }

    @Override
    public void freeze(Handle agent) {
        decide(owners -> owners.freeze(agent));
    }

    @Override
    public String aged(String token, Duration by) throws JsonException {
        return Forged.aged(token, by, Vault.open(data().resolve("vault")).serverKey());
    }

    private synchronized void decide(Function<Owners, Decision> act) {
        if (desk == null) {
            desk = OperatorDesk.open(data(), Optional.empty(), Optional.empty());
        }
        if (act.apply(desk.owners()) instanceof Decision.Refused(var problem)) {
            throw new IllegalStateException("the operator was refused: " + problem.detail());
        }
    }

    @Override
    public Optional<Inside> inside() {
        return Optional.of(this);
    }

    @Override
    public Path databaseFolder() {
        return data().resolve("database");
    }

    @Override
    public Path logFolder() {
        return data().resolve("logs");
    }

    @Override
    public Connection superuser() throws SQLException {
        return connect(ADMINISTRATOR);
    }

    /// The passwords are in the vault: an attacker does not have them, which other attempts show.
    /// Here it is assumed to have got hold of the login in some other way.
    @Override
    public Connection role(String role) throws SQLException {
        if (role.equals("carapace_app") || role.equals("carapace_reader")) {
            return connect(role);
        }
        var connection = connect(ADMINISTRATOR);
        try (var statement = connection.createStatement()) {
            statement.execute("set session authorization " + role);
        }
        return connection;
    }

    private Connection connect(String role) throws SQLException {
        var properties = new Properties();
        properties.put("user", role);
        properties.put("password", Vault.open(data().resolve("vault")).password(role));
        return DriverManager.getConnection(jdbcUrlWithoutLogin(), properties);
    }

    @Override
    public String jdbcUrlWithoutLogin() {
        return "jdbc:postgresql://localhost/carapace?socketFactory="
                + "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg&socketFactoryArg="
                + data().resolve("run").resolve(".s.PGSQL.5432")
                + "&sslmode=disable&gssEncMode=disable";
    }

    @Override
    public List<Integer> listeningPorts() throws IOException {
        return server.listeningPorts();
    }

    @Override
    public List<String> injected(Optional<Puppet> sender, String sql) throws SQLException {
        return injection().run(sender.map(Puppet::handle), sql);
    }

    private synchronized InjectionPoint injection() {
        if (injection == null) {
            injection = InjectionPoint.open(data());
        }
        return injection;
    }

    @Override
    public List<Named> audit() {
        return OperatorDesk.audit(data(), Optional.empty(), Optional.empty(), _ -> {})
                .problems()
                .stream()
                .map(problem -> new Named(problem.table(), problem.key(), problem.problem()))
                .toList();
    }

    @Override
    public synchronized URI secondNode() throws IOException {
        if (second == null) {
            var other = folder.resolve("second");
            copyVault(other.resolve("vault"));
            var password = Vault.open(data().resolve("vault")).password(ADMINISTRATOR);
            second =
                    launch(
                            other,
                            0,
                            List.of(
                                    "--public-url",
                                    server.url().toString(),
                                    "--database-url",
                                    "jdbc:postgresql:///carapace?host="
                                            + data().resolve("run")
                                            + "&user="
                                            + ADMINISTRATOR
                                            + "&password="
                                            + password));
        }
        return second.listening();
    }

    private void copyVault(Path to) throws IOException {
        var from = data().resolve("vault");
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Override
    public synchronized void crashServer() throws Exception {
        closeNodes();
        var port = server.url().getPort();
        server.kill();
        server = launch(data(), port, List.of());
        openLogins();
    }

    @Override
    public synchronized void crashDatabase() throws Exception {
        closeNodes();
        var postmaster = postmaster();
        postmaster.destroyForcibly();
        postmaster.onExit().get(10, TimeUnit.SECONDS);
        server.awaitAnswers();
    }

    private void closeNodes() {
        if (desk != null) {
            desk.close();
            desk = null;
        }
        if (injection != null) {
            injection.close();
            injection = null;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closeNodes();
        if (second != null) {
            second.stop();
        }
        server.stop();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
