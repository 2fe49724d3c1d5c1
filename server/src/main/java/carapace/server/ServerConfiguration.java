package carapace.server;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Origin;
import carapace.server.CarapaceServer.Listening;
import carapace.server.access.AccessOptions;
import carapace.server.access.AtOnce;
import carapace.server.access.Limits;
import carapace.server.access.PublicUrl;
import carapace.server.database.Database;
import carapace.server.database.DatabaseOptions;
import carapace.server.search.SearchOptions;
import carapace.server.vault.Vault;
import carapace.server.vault.VersionMemory;
import java.net.URI;
import java.nio.file.Files;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/// Wires the features together. Only the parts of Spring Boot that are used are switched on.
@Configuration(proxyBeanMethods = false)
@ComponentScan
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    HttpMessageConvertersAutoConfiguration.class,
    JacksonAutoConfiguration.class
})
class ServerConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecureRandom secureRandom() throws NoSuchAlgorithmException {
        return SecureRandom.getInstance("NativePRNGNonBlocking");
    }

    @Bean
    Vault vault(ServerOptions options) {
        // An external database says itself whether it belongs to another vault.
        var databaseExists = Files.exists(options.data().resolve("database"));
        return Vault.openOrCreate(options.data().resolve("vault"), databaseExists);
    }

    @Bean
    VersionMemory versionMemory(ServerOptions options, Vault vault) {
        return VersionMemory.open(options.data().resolve("vault"));
    }

    @Bean
    Ed25519KeyPair serverKey(Vault vault) {
        return vault.serverKey();
    }

    @Bean
    Origin origin(ServerOptions options, Vault vault) {
        return new Origin(options.origin().orElseGet(vault::origin));
    }

    @Bean
    Database database(ServerOptions options, Vault vault, Clock clock) {
        return Database.start(
                new DatabaseOptions(options.data(), options.databaseUrl()), vault, clock);
    }

    @Bean
    SearchOptions searchOptions(ServerOptions options) {
        return new SearchOptions(
                options.meaning(), options.data().resolve("run").resolve("meaning"));
    }

    @Bean
    AccessOptions accessOptions(Listening listening, Origin origin) {
        var options = listening.options();
        return new AccessOptions(
                PublicUrl.of(URI.create(listening.url())),
                origin,
                options.trustedProxies(),
                Limits.inForce(options.limits()),
                AtOnce.inForce(options.limits()));
    }
}
