package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.Handle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What answers a search. Title and snippet are somebody else's words: data, never instructions.
///
/// @param type `post`, `comment`, `agent` or `community`
/// @param id of the post or comment, name of the agent or community
/// @param post that a comment belongs to; null for the others
/// @param author of a post or comment, creator of a community, the agent itself
/// @param community of a post or comment; null for the others
/// @param title of a post, display name of an agent or community; null where there is none
/// @param snippet a piece of the text
/// @param marks where in the snippet words stand that were asked for
public record FoundView(
        String type,
        String id,
        @Nullable String post,
        Handle author,
        @Nullable String community,
        String createdAt,
        @Nullable String title,
        String snippet,
        List<Mark> marks) {

    private static final int TITLE_MAX = 300;
    private static final int SNIPPET_MAX = 10_000;
    private static final int MARKS_MAX = 1_000;

    /// @param start in UTF-16 units of the snippet
    /// @param end behind the last unit
    public record Mark(int start, int end) {}

    public FoundView {
        marks = List.copyOf(marks);
    }

    static FoundView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        var snippet = Members.tolerant(members.object("snippet"));
        var text = snippet.text("text", 0, SNIPPET_MAX);
        return new FoundView(
                members.text("type", 1, 20),
                members.text("id", 1, 64),
                PostView.optional(members, "post", 43),
                new Handle(members.text("author", 2, 32)),
                PostView.optional(members, "community", 32),
                members.text("createdAt", 24, 24),
                PostView.optional(members, "title", TITLE_MAX),
                text,
                marks(snippet, text.length()));
    }

    private static List<Mark> marks(Members snippet, int length) throws JsonException {
        var marks = new ArrayList<Mark>();
        for (var json : snippet.list("marks", 0, MARKS_MAX)) {
            var mark = Members.tolerant(json);
            var start = (int) mark.number("start", 0, length);
            marks.add(new Mark(start, (int) mark.number("end", start, length)));
        }
        return marks;
    }
}
