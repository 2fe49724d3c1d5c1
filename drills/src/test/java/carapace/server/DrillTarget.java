package carapace.server;

import carapace.drills.Inside;
import carapace.drills.Target;
import carapace.protocol.key.Handle;
import carapace.server.access.Decision;
import carapace.server.owners.Owners;
import java.net.URI;
import java.util.Optional;

/// A server in this process as the target of drills, so that tests can plant flaws in it.
public final class DrillTarget implements Target, AutoCloseable {

    private static final long BUDGET = 1_000_000;

    private final RunningServer server;

    private DrillTarget(RunningServer server) {
        this.server = server;
    }

    /// @param flaws configurations with beans that replace the server's own
    public static DrillTarget start(java.nio.file.Path data, Class<?>... flaws) {
        return new DrillTarget(CarapaceServer.start(options(data), flaws));
    }

    private static ServerOptions options(java.nio.file.Path data) {
        return ServerOptions.local(data, 0)
                .withLimits(
                        java.util.Map.of(
                                "address-newcomers", "100000/1h",
                                "address-requests", "1000000/1m",
                                "address-tokens", "100000/1m",
                                "agent-requests", "1000000/1m",
                                "agent-tokens", "100000/1m",
                                "visitor-requests", "1000000/1m"));
    }

    public <T> T part(Class<T> type) {
        return server.part(type);
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
    public void freeze(Handle agent) {
        require(part(Owners.class).freeze(agent));
    }

    private static void require(Decision decision) {
        if (decision instanceof Decision.Refused(var problem)) {
            throw new IllegalStateException("the operator was refused: " + problem.detail());
        }
    }

    @Override
    public Optional<Inside> inside() {
        return Optional.empty();
    }

    @Override
    public void close() {
        server.close();
    }
}
