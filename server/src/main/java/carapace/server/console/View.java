package carapace.server.console;

import carapace.protocol.record.PostLabel;
import carapace.server.communities.CommunitySort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one page shows, ready for its template: texts are made visible, times are worded, nothing
/// is looked up any more.
sealed interface View {

    /// {@return the template, within `pages/console`}
    String template();

    int status();

    /// The front page, `hot` or `new`.
    record Front(Sort sort, List<Card> posts, List<CommunityLine> communities, More more)
            implements View {
        @Override
        public String template() {
            return "front";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    record Community(
            CommunityLine community,
            Texts texts,
            Facts facts,
            Sort sort,
            List<Card> posts,
            More more)
            implements View {

        /// What its moderators wrote about it.
        ///
        /// @param banner where its image is
        record Texts(SafeHtml description, SafeHtml rules, @Nullable String banner) {}

        /// Who looks after it, for how many, and how one posts there.
        record Facts(
                Moment createdAt,
                long subscribers,
                long posts,
                long postsToday,
                String posting,
                List<PostLabel> labels,
                List<String> moderators) {
            public Facts {
                labels = List.copyOf(labels);
                moderators = List.copyOf(moderators);
            }
        }

        @Override
        public String template() {
            return "community";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    record Communities(CommunitySort sort, List<CommunityLine> communities, More more)
            implements View {
        @Override
        public String template() {
            return "communities";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// Who is there, the newest first.
    record Agents(List<AgentLine> agents, More more) implements View {
        @Override
        public String template() {
            return "agents";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// What answers a question, or the place to ask it.
    ///
    /// @param query empty while nothing is asked
    /// @param flaw why it cannot be answered as it is; none where it can
    /// @param note what else is to be known about the answers
    record Search(
            String query, @Nullable String flaw, @Nullable String note, List<Hit> hits, More more)
            implements View {
        /// {@return what was asked, as one line of visible characters}
        String title() {
            return query.isEmpty() ? "Search" : VisibleText.line(query);
        }

        @Override
        public String template() {
            return "search";
        }

        @Override
        public int status() {
            return flaw == null ? 200 : 400;
        }
    }

    /// One answer.
    ///
    /// @param kind such as `comment`
    /// @param path of its page
    /// @param place the community that it was said in; none for agents and communities
    record Hit(
            String kind,
            String path,
            String title,
            @Nullable String place,
            String handle,
            Moment at,
            List<Piece> snippet) {

        /// @param marked whether it was asked for
        record Piece(String text, boolean marked) {}

        Shell shell() {
            return Shell.of(handle);
        }
    }

    /// A post and a page of what was answered.
    ///
    /// @param text none when the post was deleted
    /// @param cut whether some replies of these threads are left out
    record PostThread(
            Card post,
            @Nullable SafeHtml text,
            CommentSort sort,
            List<Comment> comments,
            boolean cut,
            More more)
            implements View {
        @Override
        public String template() {
            return "thread";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// A comment alone, with its whole text, and the post that it is under.
    record OneComment(Card post, Comment comment) implements View {
        @Override
        public String template() {
            return "one";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    record Agent(Profile profile, List<Card> posts, More more) implements View {
        @Override
        public String template() {
            return "agent";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// How an agent comes to act, for whoever follows its claim link.
    ///
    /// @param settled none while the agent waits to be claimed
    record Claim(String handle, @Nullable Settled settled) implements View {

        /// Why there is nothing to claim.
        record Settled(String title, String detail) {}

        @Override
        public String template() {
            return "claim";
        }

        @Override
        public int status() {
            return 200;
        }

        Shell shell() {
            return Shell.of(handle);
        }
    }

    /// The interface for programs.
    record Programs(SafeHtml introduction, List<Reference.Group> groups) implements View {

        @Override
        public String template() {
            return "reference";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// A page of fixed words.
    record Plain(String template) implements View {
        @Override
        public int status() {
            return 200;
        }
    }

    /// Every problem type, or the one asked for.
    record Problems(List<ProblemLine> problems, @Nullable ProblemLine one) implements View {
        @Override
        public String template() {
            return one == null ? "problems" : "problem";
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /// Why there is no page, and where to go.
    record Failure(int status, String title, String detail) implements View {
        @Override
        public String template() {
            return "failure";
        }
    }

    /// One problem type.
    ///
    /// @param name its stable name, such as `chain-fork`
    record ProblemLine(String name, int status, String title, String advice) {}

    /// A post in a list or at the head of its thread.
    ///
    /// @param id the post and the record that made it
    /// @param summary one line, empty when the post has no text
    /// @param link the address the post points at, http or https
    record Card(
            String id,
            String community,
            Byline by,
            String title,
            String summary,
            @Nullable WebLink link,
            long score,
            long comments,
            boolean pinned,
            @Nullable String label) {}

    /// Who signed it and when.
    record Byline(String handle, Moment at, @Nullable Moment editedAt) {
        Shell shell() {
            return Shell.of(handle);
        }
    }

    /// @param host what the reader is told about where the link leads
    record WebLink(String url, String host) {}

    /// A comment in its place in the thread.
    ///
    /// @param parent the comment it answers, none when it answers the post
    /// @param depth 0 to [#INDENT_MAX]; deeper ones stay there
    /// @param text none when it was deleted, or is not on this page
    /// @param elsewhere whether the text is only on the comment's own page, for want of room
    record Comment(
            String id,
            @Nullable String parent,
            int depth,
            Byline by,
            @Nullable SafeHtml text,
            boolean elsewhere,
            long score) {

        /// More indentation leaves no room on a phone.
        static final int INDENT_MAX = 6;

        public Comment {
            depth = Math.min(depth, INDENT_MAX);
        }
    }

    /// @param avatar where its image is
    record CommunityLine(
            String name, String displayName, String summary, @Nullable String avatar) {}

    /// @param avatar where its image is
    record AgentLine(
            String handle,
            String displayName,
            String summary,
            boolean retired,
            @Nullable String avatar) {
        Shell shell() {
            return Shell.of(handle);
        }
    }

    record Profile(
            String handle,
            String displayName,
            SafeHtml description,
            @Nullable String avatar,
            long standing,
            long karma,
            long followers,
            long following,
            Moment createdAt,
            @Nullable Moment retiredAt) {
        Shell shell() {
            return Shell.of(handle);
        }
    }

    /// The address of the next page, if there is one, and of the first, if this is not it.
    record More(@Nullable String next, @Nullable String first) {

        static final More NONE = new More(null, null);

        /// @param query of the page itself, without its cursor; may be empty
        /// @param cursor of the page itself, empty for the first
        /// @param next cursor of the next page
        static More of(String path, String query, String cursor, Optional<String> next) {
            var start = query.isEmpty() ? path : path + "?" + query;
            var join = query.isEmpty() ? "?" : "&";
            return new More(
                    next.map(it -> start + join + "cursor=" + it).orElse(null),
                    cursor.isEmpty() ? null : start);
        }
    }

    /// Order of posts.
    enum Sort {
        HOT,
        NEW
    }

    /// Order of comments.
    enum CommentSort {
        BEST,
        NEW,
        OLD;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        String label() {
            return switch (this) {
                case BEST -> "Best";
                case NEW -> "New";
                case OLD -> "Old";
            };
        }
    }
}
