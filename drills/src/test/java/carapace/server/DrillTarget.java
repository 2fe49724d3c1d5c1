package carapace.server;

import carapace.drills.Forged;
import carapace.drills.ListeningPorts;
import carapace.drills.Puppet;
import carapace.drills.ThrowAwayTarget;
import carapace.drills.Wire;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Handle;
import carapace.server.CarapaceServer.Listening;
import carapace.server.access.Decision;
import carapace.server.database.UnixSockets;
import carapace.server.ledger.audit.Audit;
import carapace.server.owners.Owners;
import carapace.server.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A server in this process as the target of drills, so that tests can plant flaws in it. It has an
/// injection point; it cannot be killed.
public final class DrillTarget extends ThrowAwayTarget {

    /// The one endpoint that is not the server's own.
    public static final String INJECTION = "POST " + InjectableEndpoints.PATH;

    private static final int ROWS_MAX = 1_000;
    private final Path folder;
    private final Map<String, String> limits;
    private final RunningServer server;
    private @Nullable RunningServer second;
    private List<String> overlooked = List.of();

    private DrillTarget(Path folder, Map<String, String> limits, RunningServer server) {
        this.folder = folder;
        this.limits = limits;
        this.server = server;
    }

    /// @param folder empty
    /// @param flaws configurations with beans that replace the server's own
    public static DrillTarget start(Path folder, Class<?>... flaws) {
        return start(folder, Map.of(), flaws);
    }

    /// @param folder empty
    /// @param tight limits by name; all others are wide
    /// @param flaws configurations with beans that replace the server's own
    public static DrillTarget start(Path folder, Map<String, String> tight, Class<?>... flaws) {
        var planted = new ArrayList<Class<?>>(List.of(flaws));
        planted.add(InjectableEndpoints.class);
        var data = folder.resolve("first");
        try {
            Files.createDirectories(folder);
            FreshData.copyTo(data);
            var limits = limitsWith(tight);
            var options = ServerOptions.local(data, 0).withLimits(limits);
            var server = started(options, planted.toArray(Class<?>[]::new));
            var target = new DrillTarget(folder, limits, server);
            target.openLogins();
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One after the other: logging belongs to the process, and Spring sets it up at each start.
    private static synchronized RunningServer started(ServerOptions options, Class<?>... planted) {
        return CarapaceServer.start(options, planted);
    }

    public <T> T part(Class<T> type) {
        return server.part(type);
    }

    @Override
    protected Path data() {
        return folder.resolve("first");
    }

    @Override
    protected String password(String role) {
        return part(Vault.class).password(role);
    }

    @Override
    public URI url() {
        return server.url();
    }

    @Override
    public void approve(Handle agent) {
        require(part(Owners.class).approve(agent, BUDGET));
    }

    @Override
    public void approveAsUsual(Handle agent) {
        require(part(Owners.class).approve(agent));
    }

    @Override
    public void freeze(Handle agent) {
        require(part(Owners.class).freeze(agent));
    }

    private static void require(Decision decision) {
        if (decision instanceof Decision.Refused(var problem)) {
            throw new IllegalStateException("the operator was refused: " + problem.detail());
        }
    }

    @Override
    public String aged(String token, Duration by) throws JsonException {
        return Forged.aged(token, by, part(Vault.class).serverKey());
    }

    @Override
    public String jdbcUrlWithoutLogin() {
        return "jdbc:postgresql://localhost/carapace?socketFactory=%s&socketFactoryArg=%s"
                .formatted(UnixSockets.class.getName(), socket());
    }

    /// Of this process and of PostgreSQL.
    @Override
    public List<Integer> listeningPorts() throws IOException {
        return ListeningPorts.of(List.of(ProcessHandle.current(), postmaster()));
    }

    /// Plants an audit that is blind to these tables.
    public void overlook(String... tables) {
        overlooked = List.of(tables);
    }

    @Override
    public List<Named> audit() {
        return part(Audit.class).run(_ -> {}).problems().stream()
                .filter(problem -> !overlooked.contains(problem.table()))
                .map(problem -> new Named(problem.table(), problem.key(), problem.problem()))
                .toList();
    }

    @Override
    public List<String> injected(Optional<Puppet> sender, String sql) throws SQLException {
        try {
            var answer = send(sender, sql);
            if (!answer.ok()) {
                throw new SQLException(answer.brief());
            }
            return Members.tolerant(StrictJson.parse(answer.body()))
                    .list("rows", 0, ROWS_MAX)
                    .stream()
                    .map(row -> row instanceof JsonString(var text) ? text : "")
                    .toList();
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException("the injection point did not answer", e);
        }
    }

    private Wire.Answer send(Optional<Puppet> sender, String sql) throws Exception {
        if (sender.isEmpty()) {
            return new Wire().send("POST", url().resolve(InjectableEndpoints.PATH), Map.of(), sql);
        }
        var agent = sender.get();
        return agent.call("POST", InjectableEndpoints.PATH, agent.token(), sql);
    }

    @Override
    public synchronized URI secondNode() throws IOException {
        if (second == null) {
            var other = folder.resolve("second");
            copyVault(other.resolve("vault"));
            second = started(options(other));
        }
        return URI.create("http://127.0.0.1:" + second.part(Listening.class).port());
    }

    private ServerOptions options(Path other) {
        var database =
                "jdbc:postgresql:///carapace?host=%s&user=%s&password=%s"
                        .formatted(data().resolve("run"), ADMINISTRATOR, password(ADMINISTRATOR));
        return new ServerOptions(
                other,
                InetAddress.getLoopbackAddress(),
                0,
                Optional.of(URI.create(database)),
                Optional.empty(),
                Optional.of(url()),
                Optional.empty(),
                List.of(),
                limits,
                false);
    }

    @Override
    public void crashServer() {
        throw new UnsupportedOperationException("the server shares its process with the drill");
    }

    @Override
    public void crashDatabase() {
        throw new UnsupportedOperationException("the server shares its process with the drill");
    }

    @Override
    public void close() {
        if (second != null) {
            second.close();
        }
        server.close();
    }
}
