package carapace.server.notifications.stream;

import java.util.List;

/// What happened while a reader was away.
sealed interface Missed {

    /// @param events in order
    record Events(List<Event> events) implements Missed {

        public Events {
            events = List.copyOf(events);
        }
    }

    /// More than is told again, or longer ago than is known.
    record TooMuch(String reason) implements Missed {}
}
