package carapace.cli.floor;

import carapace.bench.floor.PlainSql;
import carapace.bench.floor.Sql;
import carapace.protocol.key.Handle;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.UnixSockets;
import carapace.server.vault.Vault;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Two ways to the database of a running server: as its administrator, whom row security does not
/// bind, and as the server itself goes, with a context in front of the first statement.
final class FloorDatabase implements AutoCloseable {

    private static final String ADMINISTRATOR = "carapace_admin";

    /// As many as the server has for agents.
    private static final int CONNECTIONS = 12;

    private final Path data;
    private final Vault vault;
    private final Clock clock;
    private final HikariDataSource administrator;

    /// Opened when it is first needed: PostgreSQL has connections for both, not to spare.
    private @Nullable Database guarded;

    private FloorDatabase(Path data, Vault vault, Clock clock, HikariDataSource administrator) {
        this.data = data;
        this.vault = vault;
        this.clock = clock;
        this.administrator = administrator;
    }

    static FloorDatabase beside(Path data, Clock clock) {
        var vault = Vault.open(data.resolve("vault"));
        var config = new HikariConfig();
        config.setMaximumPoolSize(CONNECTIONS);
        config.setJdbcUrl("jdbc:postgresql://localhost/carapace");
        config.setUsername(ADMINISTRATOR);
        config.setPassword(vault.password(ADMINISTRATOR));
        config.addDataSourceProperty("socketFactory", UnixSockets.class.getName());
        config.addDataSourceProperty(
                "socketFactoryArg", data.resolve("run").resolve(".s.PGSQL.5432").toString());
        config.addDataSourceProperty("sslmode", "disable");
        config.addDataSourceProperty("gssEncMode", "disable");
        config.addDataSourceProperty("options", "-c search_path=pg_catalog");
        return new FloorDatabase(data, vault, clock, new HikariDataSource(config));
    }

    <T> T plain(Function<Sql, T> work) {
        try (var connection = administrator.getConnection()) {
            return work.apply(new PlainSql(connection));
        } catch (SQLException e) {
            throw new IllegalStateException("the floor has no connection: " + e.getMessage(), e);
        }
    }

    /// @param agent in whose name, as the server would after it has checked a proof
    <T> T guarded(Handle agent, Function<Sql, T> work) {
        return work.apply(new GuardedSql(guarded(), new Caller.Agent(agent)));
    }

    private synchronized Database guarded() {
        if (guarded == null) {
            guarded = Database.join(data, vault, clock);
        }
        return guarded;
    }

    @Override
    public synchronized void close() {
        administrator.close();
        if (guarded != null) {
            guarded.close();
        }
    }
}
