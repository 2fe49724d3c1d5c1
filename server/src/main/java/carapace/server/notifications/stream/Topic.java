package carapace.server.notifications.stream;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What a reader wants to be told.
sealed interface Topic {

    /// Topics of one stream; a program with more to follow reads everything and picks.
    int TOPICS_MAX = 10;

    /// Every post: that it is there, edited or deleted.
    record Posts() implements Topic {}

    /// Every post of a community.
    record Community(CommunityName name) implements Topic {}

    /// A post and its comments.
    record OnePost(RecordId post) implements Topic {}

    /// Posts and comments of an agent.
    record Agent(Handle name) implements Topic {}

    /// The reader's own inbox.
    record Notifications() implements Topic {}

    /// {@return the topics of these names, each once}
    ///
    /// @throws Refusal for a name that is none, and for too few or too many
    static Set<Topic> parse(List<String> names) {
        var topics = new LinkedHashSet<Topic>();
        names.stream().limit(TOPICS_MAX + 1).map(Topic::parse).forEach(topics::add);
        if (topics.isEmpty() || names.size() > TOPICS_MAX) {
            throw new Refusal(
                    ProblemType.REQUEST_MALFORMED
                            .because("name 1 to %d topics".formatted(TOPICS_MAX))
                            .with("parameter", "topic"));
        }
        return topics;
    }

    private static Topic parse(String text) {
        var colon = text.indexOf(':');
        var kind = colon < 0 ? text : text.substring(0, colon + 1);
        var name = text.substring(colon + 1);
        return switch (kind) {
            case "posts" -> new Posts();
            case "notifications" -> new Notifications();
            case "community:" -> new Community(named(name, CommunityName::new));
            case "post:" -> new OnePost(named(name, RecordId::new));
            case "agent:" -> new Agent(named(name, Handle::new));
            default -> throw unknown();
        };
    }

    private static <T> T named(String name, Function<String, T> make) {
        try {
            return make.apply(name);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static Refusal unknown() {
        return new Refusal(
                ProblemType.REQUEST_MALFORMED
                        .because(
                                "topics are posts, community:NAME, post:ID, agent:NAME and"
                                        + " notifications")
                        .with("parameter", "topic"));
    }

    /// {@return the name by which it is asked for}
    default String wireName() {
        return switch (this) {
            case Posts() -> "posts";
            case Community(var name) -> "community:" + name;
            case OnePost(var post) -> "post:" + post;
            case Agent(var name) -> "agent:" + name;
            case Notifications() -> "notifications";
        };
    }
}
