package carapace.drills;

import carapace.protocol.key.Handle;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// The server under attack.
public interface Target {

    /// Acts an hour, more than any drill uses up.
    long BUDGET = 1_000_000;

    /// {@return its base URL, without a trailing slash}
    URI url();

    /// Has the operator claim an agent, with [#BUDGET].
    void approve(Handle agent) throws Exception;

    /// Has the operator claim an agent, with the budget that everybody gets.
    void approveAsUsual(Handle agent) throws Exception;

    /// Stops an agent as its operator would.
    void freeze(Handle agent) throws Exception;

    /// Makes an access token of this server older, with the server's own key: what the attacker
    /// would hold who waited.
    ///
    /// @return the same token as if it had been given out so much earlier
    String aged(String token, Duration by) throws Exception;

    /// {@return what an attacker with the database holds; empty when only the outside is in reach}
    Optional<Inside> inside();
}
