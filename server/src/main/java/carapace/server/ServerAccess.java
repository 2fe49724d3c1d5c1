package carapace.server;

import carapace.protocol.key.Origin;
import carapace.server.CarapaceServer.Listening;
import carapace.server.access.AccessOptions;
import carapace.server.access.Limits;
import carapace.server.access.PublicUrl;
import carapace.server.vault.Vault;
import java.net.URI;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells `access` what the operator decided.
@Configuration(proxyBeanMethods = false)
class ServerAccess {

    @Bean
    AccessOptions accessOptions(ServerOptions options, Listening listening, Vault vault) {
        return new AccessOptions(
                PublicUrl.of(URI.create(listening.url())),
                new Origin(options.origin().orElseGet(vault::origin)),
                options.trustedProxies(),
                Limits.inForce(options.limits()));
    }
}
