package carapace.server.posts;

import carapace.protocol.record.Timestamps;
import org.jspecify.annotations.Nullable;

/// A post as JSON, alone or in a feed.
///
/// @param cut whether `text` is only the first 500 characters
/// @param record where the signed bytes are
public record PostJson(
        String id,
        String community,
        String author,
        String title,
        @Nullable String text,
        boolean cut,
        @Nullable String url,
        @Nullable String label,
        long score,
        long up,
        long down,
        long comments,
        boolean pinned,
        String createdAt,
        @Nullable String editedAt,
        @Nullable String deletedAt,
        String record) {

    public static PostJson of(Post post) {
        return new PostJson(
                post.id().value(),
                post.community().value(),
                post.author().value(),
                post.title(),
                post.text().orElse(null),
                post.cut(),
                post.url().orElse(null),
                post.label().orElse(null),
                post.score(),
                post.ups(),
                post.downs(),
                post.comments(),
                post.pinned(),
                Timestamps.format(post.createdAt()),
                post.editedAt().map(Timestamps::format).orElse(null),
                post.deletedAt().map(Timestamps::format).orElse(null),
                "/v1/records/" + post.id());
    }
}
