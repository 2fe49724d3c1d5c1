package carapace.cli;

import carapace.drills.Forged;
import carapace.drills.Inside;
import carapace.drills.Target;
import carapace.protocol.json.JsonException;
import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.access.Decision;
import carapace.server.owners.Owners;
import carapace.server.vault.Vault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// A running server as a target, by what its operator can do and the outside can reach.
///
/// @param data the server's folder
record OutsideTarget(URI url, Path data) implements Target {

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
        return Forged.aged(token, by, Vault.open(data.resolve("vault")).serverKey());
    }

    private void decide(Function<Owners, Decision> act) {
        try (var desk = OperatorDesk.open(data, Optional.empty(), Optional.empty())) {
            if (act.apply(desk.owners()) instanceof Decision.Refused(var problem)) {
                throw new IllegalStateException("the operator was refused: " + problem.detail());
            }
        }
    }

    @Override
    public Optional<Inside> inside() {
        return Optional.empty();
    }
}
