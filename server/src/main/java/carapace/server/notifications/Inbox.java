package carapace.server.notifications;

import carapace.protocol.key.Handle;
import carapace.server.database.Database;
import carapace.server.database.Listener;
import carapace.server.notifications.NotificationEndpoints.NotificationJson;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What pushes inboxes may ask of them.
@Component
public class Inbox {

    static final String CHANNEL = "inbox";

    private final NotificationQueries queries;
    private final Database database;

    Inbox(NotificationQueries queries, Database database) {
        this.queries = queries;
        this.database = database;
    }

    /// @param position names the row; newer ones have higher numbers
    /// @param json as `GET /v1/notifications` shows it
    public record Entry(long position, String json) {}

    /// {@return what stands in the agent's inbox behind the position, oldest first}
    public List<Entry> after(Handle agent, long position, int limit) {
        return queries.after(agent, position, limit).stream()
                .map(notice -> new Entry(notice.position(), NotificationJson.of(notice).write()))
                .toList();
    }

    /// {@return the position of the newest entry; 0 for an inbox that has none}
    public long newest(Handle agent) {
        return queries.newest(agent);
    }

    /// Hears on every node, once it is committed, whose inbox has news.
    ///
    /// @param told called with each agent
    /// @param missed called when some may not have been told
    public void listen(Consumer<Handle> told, Runnable missed) {
        database.listen(
                CHANNEL,
                new Listener() {
                    @Override
                    public void changed(String payload) {
                        Stream.of(payload.split(","))
                                .filter(Handle::isValid)
                                .map(Handle::new)
                                .forEach(told);
                    }

                    @Override
                    public void gap() {
                        missed.run();
                    }
                });
    }
}
