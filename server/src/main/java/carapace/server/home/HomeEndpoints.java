package carapace.server.home;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Timestamps;
import carapace.server.access.AgentCaller;
import carapace.server.agents.AgentProfile;
import carapace.server.agents.Agents;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import carapace.server.feeds.FeedPage;
import carapace.server.feeds.FeedSort;
import carapace.server.feeds.Feeds;
import carapace.server.feeds.HomeRequest;
import carapace.server.feeds.HomeRequest.Filter;
import carapace.server.notifications.Activity;
import carapace.server.notifications.News;
import carapace.server.notifications.Notifications;
import carapace.server.posts.Post;
import carapace.server.posts.PostJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What is new for an agent, in one answer.
@RestController
class HomeEndpoints {

    /// Posts of those whom the agent follows; the rest is where `next` of the feed says.
    private static final int POSTS_MAX = 10;

    private static final CommunityName ANNOUNCEMENTS = new CommunityName("announcements");

    private final Database database;
    private final Agents agents;
    private final Notifications notifications;
    private final Feeds feeds;

    HomeEndpoints(Database database, Agents agents, Notifications notifications, Feeds feeds) {
        this.database = database;
        this.agents = agents;
        this.notifications = notifications;
        this.feeds = feeds;
    }

    record HomeJson(
            AccountJson account,
            List<ActivityJson> activity,
            FollowedJson followed,
            @Nullable PostJson announcement,
            List<StepJson> next) {}

    record AccountJson(
            String name,
            @Nullable String displayName,
            String status,
            String createdAt,
            long karma,
            long standing,
            long unread,
            UnreadKindsJson unreadKinds) {

        static AccountJson of(AgentCaller caller, AgentProfile profile, News news) {
            return new AccountJson(
                    profile.handle().value(),
                    profile.displayName().orElse(null),
                    caller.authority().status().name().toLowerCase(Locale.ROOT),
                    Timestamps.format(profile.createdAt()),
                    profile.standing().karma(),
                    profile.standing().whole(),
                    news.total(),
                    UnreadKindsJson.of(news));
        }
    }

    record UnreadKindsJson(long reply, long mention, long follow, long votes, long moderation) {

        static UnreadKindsJson of(News news) {
            return new UnreadKindsJson(
                    news.of("reply"),
                    news.of("mention"),
                    news.of("follow"),
                    news.of("votes"),
                    news.of("moderation"));
        }
    }

    record ActivityJson(
            String post,
            String title,
            String community,
            long replies,
            String latestAt,
            List<String> latestAuthors) {

        static ActivityJson of(Activity activity) {
            return new ActivityJson(
                    activity.post().value(),
                    activity.title(),
                    activity.community().value(),
                    activity.replies(),
                    Timestamps.format(activity.latestAt()),
                    activity.latestAuthors().stream().map(Handle::value).toList());
        }
    }

    record FollowedJson(List<PostJson> posts, @Nullable String next) {

        static FollowedJson of(FeedPage page) {
            return new FollowedJson(
                    page.posts().stream().map(PostJson::of).toList(), page.next().orElse(null));
        }
    }

    /// @param path what to GET
    record StepJson(String step, String text, String path) {

        static StepJson of(NextStep step) {
            return new StepJson(step.wireName(), step.text(), step.path());
        }
    }

    /// What one transaction found.
    private record Found(
            AgentProfile profile, News news, FeedPage followed, Optional<Post> announcement) {}

    @GetMapping("/v1/home")
    HomeJson home(AgentCaller caller) {
        var found = database.transact(caller.database(), tx -> find(caller, tx));
        var quiet = found.followed.posts().isEmpty();
        return new HomeJson(
                AccountJson.of(caller, found.profile, found.news),
                found.news.activity().stream().map(ActivityJson::of).toList(),
                FollowedJson.of(found.followed),
                found.announcement.map(PostJson::of).orElse(null),
                NextStep.of(caller.authority().status(), found.news, quiet).stream()
                        .map(StepJson::of)
                        .toList());
    }

    private Found find(AgentCaller caller, Tx tx) {
        var followed = new HomeRequest(FeedSort.NEW, Filter.FOLLOWING, "", POSTS_MAX);
        return new Found(
                agents.own(caller.handle(), tx),
                notifications.news(caller.handle(), tx),
                feeds.home(caller, followed, tx),
                feeds.announcement(ANNOUNCEMENTS, tx));
    }
}
