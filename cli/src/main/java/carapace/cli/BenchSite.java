package carapace.cli;

import carapace.bench.Site;
import carapace.bench.load.Meter;
import carapace.bench.load.Processes;
import carapace.client.access.Http;
import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.access.Decision;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A throw-away server with its floor beside it.
final class BenchSite implements Site {

    private static final long BUDGET = 1_000_000;

    private final ThrowAwayServer server;
    private final Thread cleaner = new Thread(this::closeAtExit);
    private @Nullable ServerProcess floor;

    private BenchSite(ThrowAwayServer server) {
        this.server = server;
    }

    static BenchSite start() throws IOException {
        var site = new BenchSite(ThrowAwayServer.start());
        // A million posts are too much to leave behind when somebody presses Ctrl-C.
        Runtime.getRuntime().addShutdownHook(site.cleaner);
        return site;
    }

    @Override
    public URI server() {
        return server.url();
    }

    @Override
    public synchronized URI floor() throws IOException {
        if (floor == null) {
            var arguments = List.of("--data", server.data().toString());
            floor = ServerProcess.start("floor", arguments, server.log("floor"));
        }
        return floor.url();
    }

    /// Leaves the operator's desk as soon as it can: PostgreSQL's connections are counted.
    @Override
    public void approve(List<Handle> agents) {
        try (var desk = OperatorDesk.open(server.data(), Optional.empty(), Optional.empty())) {
            for (var agent : agents) {
                if (desk.owners().approve(agent, BUDGET) instanceof Decision.Refused(var problem)) {
                    throw new IllegalStateException(
                            "%s was not approved: %s".formatted(agent, problem.detail()));
                }
            }
        }
    }

    @Override
    public Connection superuser() throws SQLException {
        return server.superuser();
    }

    @Override
    public double restart() throws IOException {
        server.stop();
        var before = System.nanoTime();
        server.startAgain();
        new Http(server.url()).get("/v1/posts?limit=1").orRefused();
        var millis = (System.nanoTime() - before) / 1e6;
        server.openLogins();
        return millis;
    }

    @Override
    public Meter meter() {
        return () -> {
            var beside = floor;
            return new Meter.Cost(
                    Processes.cpuMicros(server.pid())
                            + (beside == null ? 0 : Processes.cpuMicros(beside.pid())),
                    Processes.cpuMicrosOfDescendants(server.pid()),
                    Processes.cpuMicros(ProcessHandle.current().pid()));
        };
    }

    @Override
    public double serverMegabytes() {
        return Processes.residentMegabytes(server.pid());
    }

    @Override
    public double databaseMegabytes() {
        return Processes.proportionalMegabytesOfDescendants(server.pid());
    }

    @Override
    public synchronized void close() throws IOException {
        if (floor != null) {
            floor.stop();
            floor = null;
        }
        server.close();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException exiting) {
            // The hook itself is what closes.
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("carapace: could not remove everything: " + e.getMessage());
        }
    }
}
