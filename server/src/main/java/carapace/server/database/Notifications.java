package carapace.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears the notifications of all nodes, on one connection of its own.
///
/// All our channels share one of PostgreSQL's, their name in front of the payload, so that no
/// identifier is ever built. Silence proves nothing: every quarter of a second a trivial statement
/// must be answered within half a second, else the connection counts as lost and all listeners hear
/// of a gap, again and again until it is back.
final class Notifications implements AutoCloseable {

    static final String NOTIFY = "select pg_notify('carapace', ? || ' ' || ?)";

    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final String LISTEN = "listen carapace";
    private static final String HEARTBEAT = "select 1";
    private static final int WAIT_MILLIS = 250;
    private static final int ANSWER_MILLIS = 500;
    private static final int FIRST_CONNECTION_SECONDS = 10;

    private final Opening opening;
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final CountDownLatch hearing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("notifications").daemon().unstarted(this::run);
    private volatile boolean closed;

    /// Touched by the listening thread only.
    private boolean connected;

    Notifications(Opening opening) {
        this.opening = opening;
    }

    /// Returns once notifications are heard.
    void start() {
        thread.start();
        try {
            if (!hearing.await(FIRST_CONNECTION_SECONDS, TimeUnit.SECONDS)) {
                throw new DatabaseRefused("cannot listen for notifications of other nodes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseRefused("interrupted while starting", e);
        }
    }

    void listen(String channel, Listener listener) {
        listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>()).add(listener);
    }

    private void run() {
        while (!closed) {
            try (var connection = opening.connect()) {
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                send(connection, LISTEN);
                connected = true;
                hearing.countDown();
                // What was sent before this connection listened was not heard.
                gap();
                hear(connection);
            } catch (SQLException e) {
                lost(e);
            }
        }
    }

    private void hear(Connection connection) throws SQLException {
        var source = connection.unwrap(PGConnection.class);
        while (!closed) {
            var heard = source.getNotifications(WAIT_MILLIS);
            if (heard != null) {
                for (var notification : heard) {
                    deliver(notification);
                }
            }
            send(connection, HEARTBEAT);
        }
    }

    private static void send(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private void deliver(PGNotification notification) {
        var parts = notification.getParameter().split(" ", 2);
        if (parts.length == 2) {
            deliver(new Change(parts[0], parts[1]));
        }
    }

    /// What is told to the listeners of a channel.
    record Change(String channel, String payload) {}

    /// Tells this node's own listeners, which hear of it from PostgreSQL a moment later again.
    void deliver(Change change) {
        listeners
                .getOrDefault(change.channel(), List.of())
                .forEach(tell(listener -> listener.changed(change.payload())));
    }

    private void gap() {
        listeners.values().forEach(some -> some.forEach(tell(Listener::gap)));
    }

    /// A listener that fails must not silence the others.
    private static Consumer<Listener> tell(Consumer<Listener> what) {
        return listener -> {
            try {
                what.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("a listener failed", e);
            }
        };
    }

    private void lost(SQLException e) {
        if (closed) {
            return;
        }
        if (connected) {
            LOG.warn("lost the connection that hears other nodes ({})", e.getSQLState());
            connected = false;
        }
        gap();
        try {
            Thread.sleep(WAIT_MILLIS);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
