package carapace.rules.planted.bench;

import java.time.Instant;

/// Stands outside the network, with a clock of its own.
public final class OwnClock {

    Instant now() {
        return Instant.now();
    }
}
