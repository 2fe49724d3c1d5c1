package carapace.server.access.request;

import carapace.server.access.AgentKeys;
import carapace.server.access.Authority;
import carapace.server.access.proof.Nonces;
import carapace.server.access.proof.ProofCheck;
import carapace.server.access.token.AccessToken;
import carapace.server.access.token.AccessTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// Servers that forget to look at something when they find out who is asking.
public final class AuthenticationFlaws {

    private AuthenticationFlaws() {}

    /// A token to read is as good as one to write.
    public static final class NoScope {
        @Bean
        @Primary
        Authentication flawed(
                AccessTokens tokens,
                ProofCheck proofs,
                Nonces nonces,
                AgentKeys agents,
                RequestLimits limits,
                Clock clock) {
            return new Authentication(tokens, proofs, nonces, agents, limits, clock) {
                @Override
                void refuseScope(HttpServletRequest request, AccessToken token) {}
            };
        }
    }

    /// Whoever got a token keeps it.
    public static final class NoStatus {
        @Bean
        @Primary
        Authentication flawed(
                AccessTokens tokens,
                ProofCheck proofs,
                Nonces nonces,
                AgentKeys agents,
                RequestLimits limits,
                Clock clock) {
            return new Authentication(tokens, proofs, nonces, agents, limits, clock) {
                @Override
                void refuseStatus(HttpServletRequest request, Authority authority) {}
            };
        }
    }
}
