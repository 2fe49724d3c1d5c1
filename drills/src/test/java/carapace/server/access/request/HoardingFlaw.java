package carapace.server.access.request;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A server that holds whatever comes in of bodies that never end.
public final class HoardingFlaw {

    @Bean
    @Primary
    static BodiesInFlight flawed() {
        return new BodiesInFlight(Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
