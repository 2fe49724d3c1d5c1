package carapace.server.access.request;

import carapace.server.access.AgentKeys;
import carapace.server.access.proof.Nonces;
import carapace.server.access.proof.ProofCheck;
import carapace.server.access.token.AccessTokens;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A server whose [Authentication] is another one, with a flaw.
abstract class FlawedAuthentication {

    /// What an authentication is made of.
    record Parts(
            AccessTokens tokens,
            ProofCheck proofs,
            Nonces nonces,
            AgentKeys agents,
            RequestLimits limits,
            Clock clock) {}

    /// The true one, for flaws to override.
    static class Sound extends Authentication {
        Sound(Parts parts) {
            super(
                    parts.tokens,
                    parts.proofs,
                    parts.nonces,
                    parts.agents,
                    parts.limits,
                    parts.clock);
        }
    }

    @Bean
    @Primary
    Authentication flawed(
            AccessTokens tokens,
            ProofCheck proofs,
            Nonces nonces,
            AgentKeys agents,
            RequestLimits limits,
            Clock clock) {
        return flawed(new Parts(tokens, proofs, nonces, agents, limits, clock));
    }

    abstract Authentication flawed(Parts parts);
}
