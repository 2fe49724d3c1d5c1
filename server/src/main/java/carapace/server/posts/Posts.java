package carapace.server.posts;

import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Tx;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What other features may ask of posts and comments.
@Component
public class Posts {

    private final PostQueries queries;
    private final CommentQueries comments;
    private final PostProjection projection;

    Posts(PostQueries queries, CommentQueries comments, PostProjection projection) {
        this.queries = queries;
        this.comments = comments;
        this.projection = projection;
    }

    /// {@return the post with its whole text; a deleted one as its tombstone}
    public Optional<Post> find(Caller caller, RecordId id) {
        return queries.find(caller, id);
    }

    /// A page of the threads under a post.
    ///
    /// @param cursor of the page before, or empty
    /// @param limit threads, 1 to 100
    /// @throws carapace.server.access.Refusal for a cursor of another sort
    public CommentPage comments(
            Caller caller, RecordId post, CommentSort sort, String cursor, int limit) {
        return comments.page(caller, post, sort, cursor, limit);
    }

    /// {@return whether this is a post or comment that was not deleted}
    public boolean canBeVotedOn(RecordId target, Tx tx) {
        return projection.isLive(target, tx);
    }

    /// Notes that votes on a post or comment have changed.
    ///
    /// @param ups -1, 0 or 1
    /// @param downs -1, 0 or 1
    public void count(RecordId target, int ups, int downs, Tx tx) {
        projection.count(target, ups, downs, tx);
    }
}
