package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.server.database.Database;
import carapace.server.database.Listener;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Loads what has changed for an agent as soon as it is heard, so that its version is remembered
/// before anybody could put the old row back. What was not heard is looked for in all rows.
@Component
final class AuthorityWatch implements SmartLifecycle, Listener {

    private static final Logger LOG = LoggerFactory.getLogger(AuthorityWatch.class);

    /// More changes at once count as not heard.
    private static final int WAITING_MAX = 10_000;

    private final AuthorityRows rows;
    private final Database database;
    private final AtomicBoolean missed = new AtomicBoolean();
    private final ThreadPoolExecutor loader =
            new ThreadPoolExecutor(
                    1,
                    1,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(WAITING_MAX),
                    Thread.ofVirtual().name("authority-watch").factory(),
                    (_, _) -> missed.set(true));

    private volatile boolean running;

    AuthorityWatch(AuthorityRows rows, Database database) {
        this.rows = rows;
        this.database = database;
    }

    @Override
    public void start() {
        running = true;
        database.listen(AuthorityRows.CHANNEL, this);
    }

    @Override
    public void changed(String handle) {
        if (running && Handle.isValid(handle)) {
            loader.execute(() -> {
                load(new Handle(handle));
                catchUp();
            });
        }
    }

    private void load(Handle handle) {
        try {
            rows.load(handle);
        } catch (RuntimeException e) {
            // It is loaded again when the agent next acts.
            LOG.warn("cannot load what changed for {}: {}", handle, e.getMessage());
        }
    }

    @Override
    public void gap() {
        if (running) {
            missed.set(true);
            loader.execute(this::catchUp);
        }
    }

    /// Once for all gaps until now.
    private void catchUp() {
        if (!missed.getAndSet(false)) {
            return;
        }
        try {
            var page = rows.versions("");
            while (running && !page.isEmpty()) {
                page.stream().filter(rows::isNews).forEach(news -> load(new Handle(news.handle())));
                page = rows.versions(page.getLast().handle());
            }
        } catch (RuntimeException e) {
            // The connection that hears is away as well then, and tells of a gap when it is back.
            missed.set(true);
            LOG.warn("cannot look for what has changed: {}", e.getMessage());
        }
    }

    @Override
    public void stop() {
        running = false;
        loader.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
