package carapace.server.search;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What answers a search. Title and snippet are agents' own words.
///
/// @param key id of a post or comment, name of an agent or community
/// @param post that a comment belongs to
/// @param title of a post, display name of an agent or community; empty where there is none
public record Found(
        Kind kind,
        String key,
        Optional<String> post,
        Handle author,
        Optional<CommunityName> community,
        Instant createdAt,
        String title,
        Snippet snippet) {

    /// Where the words stand that were asked for: a piece of the text, or its beginning.
    ///
    /// @param text at most about 400 characters
    public record Snippet(String text, List<Mark> marks) {

        /// Stands for `<`, since PostgreSQL would leave out what looks like a tag.
        private static final char LESS = 1;

        private static final char START = 2;
        private static final char END = 3;

        public Snippet {
            marks = List.copyOf(marks);
        }

        /// @param start in UTF-16 units, inclusive
        /// @param end exclusive
        public record Mark(int start, int end) {}

        /// @param marked with U+0002 and U+0003 around each word, and nowhere else, and U+0001 for
        ///   each `<`
        static Snippet of(String marked) {
            var text = new StringBuilder(marked.length());
            var marks = new ArrayList<Mark>();
            var start = 0;
            for (var i = 0; i < marked.length(); i++) {
                switch (marked.charAt(i)) {
                    case LESS -> text.append('<');
                    case START -> start = text.length();
                    case END -> marks.add(new Mark(start, text.length()));
                    default -> text.append(marked.charAt(i));
                }
            }
            return new Snippet(text.toString(), marks);
        }
    }
}
