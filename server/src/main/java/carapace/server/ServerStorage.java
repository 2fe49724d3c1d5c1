package carapace.server;

import carapace.server.database.Database;
import carapace.server.database.DatabaseOptions;
import carapace.server.vault.Vault;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Opens the vault, then the database that depends on it.
@Configuration(proxyBeanMethods = false)
class ServerStorage {

    @Bean
    Vault vault(ServerOptions options) {
        var databaseExists = Files.exists(options.data().resolve("database"));
        return Vault.openOrCreate(options.data().resolve("vault"), databaseExists);
    }

    @Bean
    Database database(ServerOptions options, Vault vault, Clock clock, SecureRandom random) {
        var where = new DatabaseOptions(options.data(), options.databaseUrl());
        return Database.start(where, vault, clock, random);
    }
}
