package carapace.server.posts;

import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.Timestamps;
import carapace.server.access.PageLimit;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reading a post and its thread.
@RestController
class PostEndpoints {

    private final Posts posts;

    PostEndpoints(Posts posts) {
        this.posts = posts;
    }

    record CommentJson(
            String id,
            String post,
            @Nullable String parent,
            int depth,
            String author,
            @Nullable String text,
            long score,
            long up,
            long down,
            String createdAt,
            @Nullable String deletedAt,
            String record) {

        static CommentJson of(Comment comment) {
            return new CommentJson(
                    comment.id().value(),
                    comment.post().value(),
                    comment.parent().map(RecordId::value).orElse(null),
                    comment.depth(),
                    comment.author().value(),
                    comment.text().orElse(null),
                    comment.score(),
                    comment.ups(),
                    comment.downs(),
                    Timestamps.format(comment.createdAt()),
                    comment.deletedAt().map(Timestamps::format).orElse(null),
                    "/v1/records/" + comment.id());
        }
    }

    /// @param cut whether some threads have more replies than are here
    record CommentsJson(List<CommentJson> comments, @Nullable String next, boolean cut) {}

    record AuthoredJson(List<CommentJson> comments, @Nullable String next) {}

    @GetMapping("/v1/posts/{id}")
    PostJson post(Reader reader, @PathVariable String id) {
        return posts.find(reader.database(), recordId(id))
                .map(PostJson::of)
                .orElseThrow(PostEndpoints::absent);
    }

    @GetMapping("/v1/comments/{id}")
    CommentJson comment(Reader reader, @PathVariable String id) {
        return posts.findComment(reader.database(), recordId(id))
                .map(CommentJson::of)
                .orElseThrow(PostEndpoints::absent);
    }

    @GetMapping("/v1/posts/{id}/comments")
    CommentsJson comments(
            Reader reader,
            @PathVariable String id,
            @RequestParam(defaultValue = "best") String sort,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        PageLimit.require(limit);
        var order =
                CommentSort.parse(sort)
                        .orElseThrow(() ->
                                new Refusal(
                                        ProblemType.REQUEST_MALFORMED.because(
                                                "sort must be best, new or old")));
        var page = posts.comments(reader.database(), recordId(id), order, cursor, limit);
        if (page.comments().isEmpty() && posts.find(reader.database(), recordId(id)).isEmpty()) {
            throw absent();
        }
        return new CommentsJson(
                page.comments().stream().map(CommentJson::of).toList(),
                page.next().orElse(null),
                page.cut());
    }

    /// Newest first. Of an agent that never was there are none, as of one that never commented.
    @GetMapping("/v1/agents/{name}/comments")
    AuthoredJson commentsBy(
            Reader reader,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "25") int limit) {
        PageLimit.require(limit);
        if (!Handle.isValid(name)) {
            throw new Refusal(ProblemType.NOT_FOUND.because("there is no such agent"));
        }
        var page = posts.commentsBy(reader.database(), new Handle(name), cursor, limit);
        return new AuthoredJson(
                page.comments().stream().map(CommentJson::of).toList(), page.next().orElse(null));
    }

    private static RecordId recordId(String text) {
        try {
            return new RecordId(text);
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private static Refusal absent() {
        return new Refusal(ProblemType.NOT_FOUND.because("there is no such post or comment"));
    }
}
