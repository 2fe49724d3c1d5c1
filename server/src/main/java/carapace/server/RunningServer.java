package carapace.server;

import carapace.server.CarapaceServer.Listening;
import carapace.server.database.Database;
import java.net.URI;
import org.springframework.context.ConfigurableApplicationContext;

/// A server that answers requests until it is closed. Closing is idempotent and waits for the
/// requests under way, at most five seconds.
public final class RunningServer implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final Listening listening;

    RunningServer(ConfigurableApplicationContext context, Listening listening) {
        this.context = context;
        this.listening = listening;
    }

    /// {@return the base URL, without a trailing slash}
    public URI url() {
        return URI.create(listening.url());
    }

    /// {@return what database this is and where, without a password}
    public String database() {
        var database = context.getBean(Database.class);
        return "%s %s".formatted(database.description(), database.url());
    }

    /// For the tests of this module only.
    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
