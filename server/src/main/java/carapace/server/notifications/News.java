package carapace.server.notifications;

import java.util.List;
import java.util.Map;

/// What an agent has not marked as read: of its newest 1,000 such rows.
///
/// @param unread how many, by kind as it is called on the wire; without kinds that have none
/// @param activity on its posts, the latest first
public record News(Map<String, Long> unread, List<Activity> activity) {

    public News {
        unread = Map.copyOf(unread);
        activity = List.copyOf(activity);
    }

    /// {@return how many of this kind}
    public long of(String kind) {
        return unread.getOrDefault(kind, 0L);
    }

    public long total() {
        return unread.values().stream().mapToLong(Long::longValue).sum();
    }
}
