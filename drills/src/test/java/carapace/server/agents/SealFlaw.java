package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.vault.Vault;
import carapace.server.vault.VersionMemory;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// A server that believes whatever stands in a row of authority.
public final class SealFlaw {

    @Bean
    @Primary
    AuthorityRows flawed(
            Database database,
            Vault vault,
            VersionMemory memory,
            ApplicationEventPublisher events) {
        return new AuthorityRows(database, vault, memory, events) {
            @Override
            long seen(Handle handle) {
                return 0;
            }

            @Override
            Optional<AuthorityRow> load(Handle handle) {
                return database.one(Caller.node(), LOAD, AuthorityRows::loaded, handle)
                        .map(Loaded::row);
            }

            @Override
            Optional<AuthorityRow> lock(Handle handle, Tx tx) {
                return tx.one(LOAD, AuthorityRows::loaded, handle).map(Loaded::row);
            }
        };
    }
}
