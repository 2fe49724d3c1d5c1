package carapace.server.posts;

import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of single posts.
@Component
class PostQueries {

    /// The rank of a deleted post is gone, so what is left of its thread is counted, up to 10,000.
    private static final String FIND =
            """
            select p.id, p.community, p.author, coalesce(b.title, ''), b.text, false, b.url,
                coalesce(r.ups, 0), coalesce(r.downs, 0),
                coalesce(r.comments, (
                    select count(*) from (
                        select from posts.comments root
                        join posts.comments c on c.root = root.id
                        where root.post = p.id and root.parent is null and c.deleted_at is null
                        limit 10000) counted)),
                r.pinned_at is not null, p.created_at, p.edited_at, p.deleted_at,
                coalesce(r.hot, 0), b.label
            from posts.posts p
            left join posts.bodies b on b.id = p.id
            left join posts.ranks r on r.id = p.id
            where p.id = ?
            """;

    private final Database database;

    PostQueries(Database database) {
        this.database = database;
    }

    Optional<Post> find(Caller caller, RecordId id) {
        return database.one(caller, FIND, PostRows::post, id);
    }
}
