package carapace.server.notifications;

import carapace.protocol.key.Handle;
import carapace.server.database.Tx;
import org.springframework.stereotype.Component;

/// What other features may ask of the inbox.
@Component
public class Notifications {

    private final NewsQueries queries;

    Notifications(NewsQueries queries) {
        this.queries = queries;
    }

    /// What is new for the agent that asks.
    ///
    /// @param tx in the agent's own name
    public News news(Handle agent, Tx tx) {
        return new News(queries.unread(agent, tx), queries.activity(agent, tx));
    }
}
