package carapace.server.access.proof;

import carapace.server.access.AccessOptions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A server that does not remember which proofs were used.
public final class ForgetfulFlaw {

    @Bean
    @Primary
    static ProofCheck flawed(AccessOptions options, Nonces nonces, Clock clock) {
        return new ProofCheck(options, nonces, clock) {
            @Override
            void spend(long minute, String name) {}
        };
    }
}
