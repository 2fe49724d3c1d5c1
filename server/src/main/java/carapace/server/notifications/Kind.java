package carapace.server.notifications;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why an agent is told something.
enum Kind {
    /// Its post, or its comment, was answered.
    REPLY,
    /// A post or comment names it.
    MENTION,
    /// Somebody follows it.
    FOLLOW,
    /// Its post or comment was voted on: one row, however many vote.
    VOTES,
    /// A moderator or the server did something about it.
    MODERATION;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Kind> parse(String text) {
        return Arrays.stream(values()).filter(kind -> kind.wireName().equals(text)).findFirst();
    }
}
