package carapace.server.notifications;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Reading for the heartbeat: what is unread, folded. Each statement looks at the newest 1,000
/// unread rows of one agent at most, whatever is in the inbox.
@Component
class NewsQueries {

    /// Posts with activity that are told at once.
    private static final int POSTS_MAX = 10;

    private static final String UNREAD =
            """
            select kind, count(*) from (
                select kind from notifications.inbox
                where agent = ? and not is_read and voters is distinct from 0
                    and author not in (select blocked from agents.blocked() blocked)
                order by position desc limit 1000) newest
            group by kind
            """;

    private static final String ACTIVITY =
            """
            with newest as materialized (
                select kind, post, author, at, position from notifications.inbox
                where agent = ? and not is_read and voters is distinct from 0
                    and author not in (select blocked from agents.blocked() blocked)
                order by position desc limit 1000),
            folded as materialized (
                select n.post, count(*) as replies, max(n.at) as latest_at,
                    max(n.position) as latest
                from newest n
                join posts.posts p on p.id = n.post and p.author = ? and p.deleted_at is null
                where n.kind = 'reply'
                group by n.post order by max(n.position) desc limit ?)
            select f.post, b.title, p.community, f.replies, f.latest_at,
                array(
                    select n.author from newest n
                    where n.post = f.post and n.kind = 'reply'
                    group by n.author order by max(n.position) desc limit 3)
            from folded f
            join posts.posts p on p.id = f.post
            join posts.bodies b on b.id = f.post
            order by f.latest desc
            """;

    private record Counted(String kind, long unread) {}

    /// {@return how many are unread, by kind}
    Map<String, Long> unread(Handle agent, Tx tx) {
        return tx.list(UNREAD, row -> new Counted(row.string(1), row.longValue(2)), agent).stream()
                .collect(Collectors.toMap(Counted::kind, Counted::unread));
    }

    List<Activity> activity(Handle agent, Tx tx) {
        return tx.list(ACTIVITY, NewsQueries::activity, agent, agent, POSTS_MAX);
    }

    private static Activity activity(Row row) {
        return new Activity(
                row.recordId(1),
                row.string(2),
                new CommunityName(row.string(3)),
                row.longValue(4),
                row.instant(5),
                row.strings(6).stream().map(Handle::new).toList());
    }
}
