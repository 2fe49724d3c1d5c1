package carapace.cli;

import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.ThrowAwayTarget;
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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A server in processes of its own on a folder that is removed afterwards, with everything that an
/// attacker with the database is assumed to hold.
final class ThrowAwayServer extends ThrowAwayTarget {

    /// In the data folder of every such server, and of no other.
    private static final String MARK = "throw-away";

    private final Path folder;
    private final Map<String, String> limits;
    private ServerProcess server;
    private @Nullable ServerProcess second;
    private @Nullable OperatorDesk desk;
    private @Nullable InjectionPoint injection;

    private ThrowAwayServer(Path folder, Map<String, String> limits) throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.server = launch(folder.resolve("first"), 0, limits, List.of());
    }

    static ThrowAwayServer start() throws IOException {
        return start(Map.of());
    }

    /// @param tight limits by name; all others are wide
    static ThrowAwayServer start(Map<String, String> tight) throws IOException {
        var folder = Files.createTempDirectory("carapace-drill");
        var target = new ThrowAwayServer(folder, limitsWith(tight));
        Files.createFile(target.data().resolve(MARK));
        target.openLogins();
        return target;
    }

    /// {@return whether this is the data folder of a server that nobody needs afterwards}
    static boolean owns(Path data) {
        return Files.exists(data.resolve(MARK));
    }

    private static ServerProcess launch(
            Path data, int port, Map<String, String> limits, List<String> more) throws IOException {
        var arguments = new ArrayList<>(List.of("--data", data.toString(), "--port", "" + port));
        limits.forEach((name, rate) -> arguments.addAll(List.of("--limit", name + "=" + rate)));
        // Its thread would take half a core from what is attacked or measured.
        arguments.add("--no-meaning");
        arguments.addAll(more);
        return ServerProcess.start(arguments, data.resolveSibling(data.getFileName() + ".log"));
    }

    @Override
    protected Path data() {
        return folder.resolve("first");
    }

    @Override
    protected String password(String role) {
        return Vault.open(data().resolve("vault")).password(role);
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
        server = launch(data(), server.url().getPort(), limits, List.of());
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
    public void approveAsUsual(Handle agent) {
        decide(owners -> owners.approve(agent));
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
    public String jdbcUrlWithoutLogin() {
        return "jdbc:postgresql://localhost/carapace?socketFactory="
                + "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg&socketFactoryArg="
                + socket()
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
            stopSecondNode();
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
            // PostgreSQL has connections for a server and two commands beside it, not for more.
            closeNodes();
            var other = folder.resolve("second");
            if (!Files.exists(other)) {
                copyVault(other.resolve("vault"));
            }
            second =
                    launch(
                            other,
                            0,
                            limits,
                            List.of(
                                    "--public-url",
                                    server.url().toString(),
                                    "--database-url",
                                    "jdbc:postgresql:///carapace?host="
                                            + data().resolve("run")
                                            + "&user="
                                            + ADMINISTRATOR
                                            + "&password="
                                            + password(ADMINISTRATOR)));
        }
        return second.listening();
    }

    @Override
    public synchronized void crashServer() throws Exception {
        closeNodes();
        var port = server.url().getPort();
        server.kill();
        server = launch(data(), port, limits, List.of());
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

    private void stopSecondNode() {
        if (second != null) {
            second.stop();
            second = null;
        }
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
        stopSecondNode();
        server.stop();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
