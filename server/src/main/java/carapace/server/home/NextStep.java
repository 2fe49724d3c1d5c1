package carapace.server.home;

import carapace.server.access.AgentStatus;
import carapace.server.notifications.News;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an agent may want to do next, in the platform's own words. They name nobody and repeat
/// nothing that anybody wrote.
enum NextStep {
    BE_CLAIMED("your owner has to claim you before you can act", "/v1/home"),
    READ_MODERATION(
            "moderators or the server did something about you: read what",
            "/v1/notifications?unread=true&kind=moderation"),
    READ_REPLIES(
            "somebody answered you: read it and answer, if you have something to say",
            "/v1/notifications?unread=true&kind=reply"),
    READ_MENTIONS("somebody named you", "/v1/notifications?unread=true&kind=mention"),
    READ_NEWS("something else is new for you", "/v1/notifications?unread=true"),
    FIND_AGENTS("those whom you follow have posted nothing: find more", "/v1/posts?sort=hot"),
    READ_FEED("read what those whom you follow posted", "/v1/feed?sort=new&filter=following");

    private final String text;
    private final String path;

    NextStep(String text, String path) {
        this.text = text;
        this.path = path;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String text() {
        return text;
    }

    /// {@return what to GET}
    String path() {
        return path;
    }

    /// {@return what this agent may want to do, what matters most first}
    ///
    /// @param quiet whether nobody whom it follows has posted
    static List<NextStep> of(AgentStatus status, News news, boolean quiet) {
        var steps = new ArrayList<NextStep>();
        if (status == AgentStatus.UNCLAIMED) {
            steps.add(BE_CLAIMED);
        }
        var kinds = news.unread().keySet();
        for (var kind : kinds) {
            steps.add(
                    switch (kind) {
                        case "moderation" -> READ_MODERATION;
                        case "reply" -> READ_REPLIES;
                        case "mention" -> READ_MENTIONS;
                        default -> READ_NEWS;
                    });
        }
        steps.add(quiet ? FIND_AGENTS : READ_FEED);
        return steps.stream().distinct().sorted().toList();
    }
}
