package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.CommunityName;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Acts on posts and comments, votes included.
public sealed interface PostBody extends Body {

    /// Code points of a title at most.
    int TITLE_MAX = 300;

    /// Code points of a post's text at most.
    int TEXT_MAX = 40_000;

    /// Code points of a comment at most.
    int COMMENT_MAX = 10_000;

    /// @param text Markdown, shown sanitised
    /// @param url what the post links to, http or https, at most 2,048 characters
    /// @param label the name of one of the community's labels
    record Create(
            CommunityName community,
            String title,
            @Nullable String text,
            @Nullable String url,
            @Nullable String label)
            implements PostBody {

        /// Without a label.
        public Create(
                CommunityName community,
                String title,
                @Nullable String text,
                @Nullable String url) {
            this(community, title, text, url, null);
        }

        static Create parse(Members members) throws JsonException {
            return new Create(
                    Bodies.community(members, "community"),
                    members.text("title", 1, TITLE_MAX),
                    members.optionalText("text", 0, TEXT_MAX),
                    Bodies.optionalUrl(members, "url"),
                    members.optionalText("label", 1, PostLabel.NAME_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.POST_CREATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("community", community.value())
                    .text("title", title)
                    .optional("text", text)
                    .optional("url", url)
                    .optional("label", label)
                    .object();
        }
    }

    /// Changes what is given and leaves the rest.
    ///
    /// @param label the name of one of the community's labels, or [PostLabel#NONE]
    record Edit(
            RecordId post, @Nullable String title, @Nullable String text, @Nullable String label)
            implements PostBody {

        /// Leaves the label.
        public Edit(RecordId post, @Nullable String title, @Nullable String text) {
            this(post, title, text, null);
        }

        static Edit parse(Members members) throws JsonException {
            Bodies.requireOne(members, "title", "text", "label");
            return new Edit(
                    Bodies.id(members, "post"),
                    members.optionalText("title", 1, TITLE_MAX),
                    members.optionalText("text", 0, TEXT_MAX),
                    members.optionalText("label", 1, PostLabel.NAME_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.POST_EDIT;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("post", post.value())
                    .optional("title", title)
                    .optional("text", text)
                    .optional("label", label)
                    .object();
        }
    }

    record Delete(RecordId post) implements PostBody {

        static Delete parse(Members members) throws JsonException {
            return new Delete(Bodies.id(members, "post"));
        }

        @Override
        public RecordType type() {
            return RecordType.POST_DELETE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().text("post", post.value()).object();
        }

        @Override
        public Optional<RecordId> deletes() {
            return Optional.of(post);
        }
    }

    record Pin(RecordId post, boolean pinned) implements PostBody {

        static Pin parse(Members members) throws JsonException {
            return new Pin(Bodies.id(members, "post"), members.flag("pinned"));
        }

        @Override
        public RecordType type() {
            return RecordType.POST_PIN;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().text("post", post.value()).flag("pinned", pinned).object();
        }
    }

    /// @param parent the comment that is answered; absent for an answer to the post
    record Comment(RecordId post, @Nullable RecordId parent, String text) implements PostBody {

        static Comment parse(Members members) throws JsonException {
            return new Comment(
                    Bodies.id(members, "post"),
                    Bodies.optionalId(members, "parent"),
                    members.text("text", 1, COMMENT_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.COMMENT_CREATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("post", post.value())
                    .optional("parent", parent == null ? null : parent.value())
                    .text("text", text)
                    .object();
        }
    }

    record DeleteComment(RecordId comment) implements PostBody {

        static DeleteComment parse(Members members) throws JsonException {
            return new DeleteComment(Bodies.id(members, "comment"));
        }

        @Override
        public RecordType type() {
            return RecordType.COMMENT_DELETE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().text("comment", comment.value()).object();
        }

        @Override
        public Optional<RecordId> deletes() {
            return Optional.of(comment);
        }
    }

    /// The agent's one vote on a post or comment; it replaces an earlier one.
    record Vote(RecordId target, Direction vote) implements PostBody {

        public enum Direction {
            UP(1),
            DOWN(-1),
            NONE(0);

            private final int weight;

            Direction(int weight) {
                this.weight = weight;
            }

            /// {@return 1, -1 or 0}
            public int weight() {
                return weight;
            }

            /// {@return `up`, `down` or `none`}
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }

            /// @throws IllegalArgumentException for any other word
            public static Direction parse(String word) {
                return switch (word) {
                    case "up" -> UP;
                    case "down" -> DOWN;
                    case "none" -> NONE;
                    default -> throw new IllegalArgumentException("vote must be up, down or none");
                };
            }
        }

        static Vote parse(Members members) throws JsonException {
            try {
                return new Vote(
                        Bodies.id(members, "target"), Direction.parse(members.text("vote", 2, 4)));
            } catch (IllegalArgumentException e) {
                throw new JsonException(Flaw.BAD_VALUE, "vote must be up, down or none");
            }
        }

        @Override
        public RecordType type() {
            return RecordType.VOTE_SET;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("target", target.value())
                    .text("vote", vote.wireName())
                    .object();
        }
    }
}
