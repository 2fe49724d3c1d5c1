package carapace.server;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Origin;
import carapace.server.database.ContextKeyChanged;
import carapace.server.database.Database;
import carapace.server.database.DatabaseOptions;
import carapace.server.database.DatabaseRefused;
import carapace.server.ledger.audit.Audit;
import carapace.server.ledger.audit.AuditReport;
import carapace.server.owners.Owners;
import carapace.server.vault.Vault;
import carapace.server.vault.VaultException;
import carapace.server.vault.VersionMemory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.web.bind.annotation.RestController;

/// The operator's acts beside a running server, for whoever can read its vault. There is no
/// interface of the server that does this over the network.
public final class OperatorDesk implements AutoCloseable {

    private final AnnotationConfigApplicationContext context;

    private OperatorDesk(AnnotationConfigApplicationContext context) {
        this.context = context;
    }

    /// @param data the server's folder
    /// @param databaseUrl as given to `serve`, if it was
    /// @param origin as given to `serve`, if it was
    /// @throws StartRefused when no server runs there, or the vault cannot be opened
    public static OperatorDesk open(Path data, Optional<URI> databaseUrl, Optional<String> origin) {
        var folder = data.toAbsolutePath().normalize();
        if (!Files.exists(folder.resolve("vault"))) {
            throw new StartRefused(
                    "no server runs on %s: start it first (carapace serve --data %s)"
                            .formatted(folder, folder));
        }
        return open(
                data,
                origin,
                (options, vault, clock) ->
                        options.url().isPresent()
                                ? Database.start(options, vault, clock)
                                : Database.join(options.data(), vault, clock),
                databaseUrl);
    }

    private interface Reach {
        Database database(DatabaseOptions options, Vault vault, Clock clock);
    }

    private static OperatorDesk open(
            Path data, Optional<String> origin, Reach reach, Optional<URI> databaseUrl) {
        var options = new DatabaseOptions(data, databaseUrl);
        var folder = options.data().resolve("vault");
        try {
            var vault = Vault.open(folder);
            var clock = Clock.systemUTC();
            var database = reach.database(options, vault, clock);
            var context = new AnnotationConfigApplicationContext();
            context.registerBean(Vault.class, () -> vault);
            context.registerBean(VersionMemory.class, () -> VersionMemory.open(folder));
            context.registerBean(Database.class, () -> database);
            context.registerBean(Clock.class, () -> clock);
            context.registerBean(Origin.class, () -> new Origin(origin.orElseGet(vault::origin)));
            context.register(Desk.class);
            context.refresh();
            return new OperatorDesk(context);
        } catch (DatabaseRefused | VaultException e) {
            throw new StartRefused(String.valueOf(e.getMessage()));
        }
    }

    public Owners owners() {
        return context.getBean(Owners.class);
    }

    /// Compares everything that the database holds with what agents have signed. The server may go
    /// on meanwhile, or not run at all.
    ///
    /// @param data the server's folder
    /// @param databaseUrl as given to `serve`, if it was
    /// @param origin as given to `serve`, if it was
    /// @param progress told in words how far it has come
    /// @throws StartRefused when the vault or the database cannot be used
    public static AuditReport audit(
            Path data,
            Optional<URI> databaseUrl,
            Optional<String> origin,
            Consumer<String> progress) {
        // PostgreSQL is started for as long as this takes, if no server runs there.
        try (var desk = open(data, origin, Database::join, databaseUrl)) {
            return desk.audit(progress);
        } catch (ContextKeyChanged e) {
            return Audit.disbelieved(e.differences());
        }
    }

    /// As [#audit(Path, Optional, Optional, Consumer)], of the server at whose desk this is.
    public AuditReport audit(Consumer<String> progress) {
        return context.getBean(Audit.class).run(progress);
    }

    @Override
    public void close() {
        context.close();
    }

    /// The write path and the features, without web and without the work that belongs to the
    /// server. No stereotype, lest the server's own scan finds it.
    @ComponentScan(
            basePackages = {
                "carapace.server.ledger",
                "carapace.server.images",
                "carapace.server.agents",
                "carapace.server.owners",
                "carapace.server.communities",
                "carapace.server.posts",
                "carapace.server.votes",
                "carapace.server.notifications"
            },
            excludeFilters = {
                @Filter(type = FilterType.ANNOTATION, classes = RestController.class),
                @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = SmartLifecycle.class)
            })
    static class Desk {

        @Bean
        Ed25519KeyPair serverKey(Vault vault) {
            return vault.serverKey();
        }
    }
}
