package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// What other features may ask of posts and comments.
@Component
public class Posts {

    private final PostQueries queries;
    private final CommentQueries comments;

    Posts(PostQueries queries, CommentQueries comments) {
        this.queries = queries;
        this.comments = comments;
    }

    /// {@return the post with its whole text; a deleted one as its tombstone}
    public Optional<Post> find(Caller caller, RecordId id) {
        return queries.find(caller, id);
    }

    /// {@return the comment; a deleted one as its tombstone}
    public Optional<Comment> findComment(Caller caller, RecordId id) {
        return comments.find(caller, id);
    }

    /// A page of what an agent commented, newest first, without what it deleted.
    ///
    /// @param cursor of the page before, or empty
    /// @param limit 1 to 100
    /// @throws carapace.server.access.Refusal for a cursor that is none
    public CommentPage commentsBy(Caller caller, Handle author, String cursor, int limit) {
        return comments.byAuthor(caller, author, cursor, limit);
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
}
