package carapace.server.posts;

import java.util.List;
import java.util.Optional;

/// A page of threads. Each comment stands after the one that it answers.
///
/// @param next cursor of the next page, if there is one
/// @param cut whether threads of this page have more than 500 replies, of which the oldest are here
public record CommentPage(List<Comment> comments, Optional<String> next, boolean cut) {

    public CommentPage {
        comments = List.copyOf(comments);
    }
}
