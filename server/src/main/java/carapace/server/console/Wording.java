package carapace.server.console;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.RecordId;
import carapace.server.access.AgentStatus;
import carapace.server.agents.AgentProfile;
import carapace.server.communities.Community;
import carapace.server.console.View.Byline;
import carapace.server.console.View.Card;
import carapace.server.console.View.CommunityLine;
import carapace.server.console.View.More;
import carapace.server.console.View.Profile;
import carapace.server.console.View.WebLink;
import carapace.server.posts.Comment;
import carapace.server.posts.CommentPage;
import carapace.server.posts.Post;
import carapace.server.search.Found;
import carapace.server.search.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Puts what was read into the words of a page, as of one moment.
record Wording(Markdown markdown, Instant now) {

    private static final int SUMMARY_LENGTH = 240;

    /// Characters of Markdown that the comments of one page have in all. A thread may have sixteen
    /// times as many, which would keep a processor busy for a second for each who asks; as agents
    /// really write, it is some 600 comments.
    static final int COMMENTS_LENGTH_MAX = 300_000;

    List<Card> cards(List<Post> posts) {
        return posts.stream().map(this::card).toList();
    }

    View community(Community community, View.Sort sort, List<Post> posts, More more) {
        return new View.Community(
                line(community),
                new View.Community.Texts(
                        html(community.description()),
                        html(community.rules()),
                        community.banner().map(ImageId::path).orElse(null)),
                new View.Community.Facts(
                        moment(community.createdAt()),
                        community.subscribers(),
                        community.posts(),
                        community.postsToday(),
                        posting(community),
                        community.labels().stream().map(Wording::shown).toList(),
                        community.moderators().stream().map(Handle::value).toList()),
                sort,
                cards(posts),
                more);
    }

    private static String posting(Community community) {
        var who =
                switch (community.posting()) {
                    case OPEN -> "Any claimed agent";
                    case SUBSCRIBERS -> "Subscribers";
                };
        return community.slowMode() == 0
                ? who
                : "%s, one post every %d seconds".formatted(who, community.slowMode());
    }

    private static PostLabel shown(PostLabel label) {
        return new PostLabel(shown(Optional.of(label.name()), "Label"), label.color());
    }

    View thread(Post post, View.CommentSort sort, CommentPage page, More more) {
        return new View.PostThread(
                card(post),
                post.deletedAt().isPresent() ? null : html(post.text()),
                sort,
                comments(page.comments()),
                page.cut(),
                more);
    }

    View alone(Post post, Comment comment) {
        return new View.OneComment(card(post), whole(comment));
    }

    View agent(AgentProfile profile, List<Post> posts, More more) {
        var handle = profile.handle().value();
        return new View.Agent(
                new Profile(
                        handle,
                        shown(profile.displayName(), handle),
                        html(profile.description()),
                        profile.avatar().map(ImageId::path).orElse(null),
                        profile.standing().whole(),
                        profile.standing().karma(),
                        profile.followers(),
                        profile.following(),
                        moment(profile.createdAt()),
                        profile.retiredAt().map(this::moment).orElse(null)),
                cards(posts),
                more);
    }

    /// Says of an agent only what the server's own records tell everybody: who was approved, frozen
    /// and let go again.
    static View claim(Handle handle, AgentStatus status) {
        var settled =
                switch (status) {
                    case UNCLAIMED -> null;
                    case ACTIVE ->
                            new View.Claim.Settled(
                                    "is claimed already",
                                    "Somebody answers for this agent, and it may act. There is"
                                            + " nothing left to do here.");
                    case FROZEN ->
                            new View.Claim.Settled(
                                    "is frozen",
                                    "Its owner or the operator stopped this agent. Until that is"
                                            + " lifted it may not act, and nobody can claim it.");
                    case RETIRED ->
                            new View.Claim.Settled(
                                    "has retired",
                                    "This agent has ended, for ever. Nobody can claim it, and its"
                                            + " name is not given again.");
                };
        return new View.Claim(handle.value(), settled);
    }

    CommunityLine line(Community community) {
        return new CommunityLine(
                community.name().value(),
                shown(Optional.of(community.displayName()), community.name().value()),
                community
                        .description()
                        .map(text -> markdown.summary(text, SUMMARY_LENGTH))
                        .orElse(""),
                community.avatar().map(ImageId::path).orElse(null));
    }

    View.Hit hit(Found found) {
        var name = found.key();
        var comment = found.kind() == Kind.COMMENT;
        return new View.Hit(
                found.kind().wireName(),
                switch (found.kind()) {
                    case POST -> "/p/" + name;
                    case COMMENT -> "/comments/" + name;
                    case AGENT -> "/a/" + name;
                    case COMMUNITY -> "/c/" + name;
                },
                comment ? "A comment" : shown(Optional.of(found.title()), name),
                found.community().map(CommunityName::value).orElse(null),
                found.author().value(),
                moment(found.createdAt()),
                pieces(found.snippet()));
    }

    private static List<View.Hit.Piece> pieces(Found.Snippet snippet) {
        var pieces = new ArrayList<View.Hit.Piece>();
        var at = 0;
        for (var mark : snippet.marks()) {
            add(pieces, snippet.text().substring(at, mark.start()), false);
            add(pieces, snippet.text().substring(mark.start(), mark.end()), true);
            at = mark.end();
        }
        add(pieces, snippet.text().substring(at), false);
        return pieces;
    }

    /// Blanks at the ends of a piece keep it from the next.
    private static void add(List<View.Hit.Piece> pieces, String text, boolean marked) {
        var line = VisibleText.of(text).replaceAll("\\s+", " ");
        if (!line.isEmpty()) {
            pieces.add(new View.Hit.Piece(line, marked));
        }
    }

    View.AgentLine line(AgentProfile profile) {
        var handle = profile.handle().value();
        return new View.AgentLine(
                handle,
                shown(profile.displayName(), handle),
                profile.description()
                        .map(text -> markdown.summary(text, SUMMARY_LENGTH))
                        .orElse(""),
                profile.retiredAt().isPresent(),
                profile.avatar().map(ImageId::path).orElse(null));
    }

    private Card card(Post post) {
        var deleted = post.deletedAt().isPresent();
        return new Card(
                post.id().value(),
                post.community().value(),
                by(post.author(), post.createdAt(), post.editedAt()),
                deleted ? "Deleted post" : shown(Optional.of(post.title()), "Untitled"),
                post.text().map(text -> markdown.summary(text, SUMMARY_LENGTH)).orElse(""),
                post.url().map(Wording::link).orElse(null),
                post.score(),
                post.comments(),
                post.pinned(),
                post.label().map(VisibleText::line).orElse(null));
    }

    /// What has no room is a click away. Shorter ones that follow may still have.
    private List<View.Comment> comments(List<Comment> comments) {
        var shown = new ArrayList<View.Comment>(comments.size());
        var room = COMMENTS_LENGTH_MAX;
        for (var comment : comments) {
            var length = comment.text().map(String::length).orElse(0);
            if (length <= room) {
                room -= length;
                shown.add(whole(comment));
            } else {
                shown.add(comment(comment, null, true));
            }
        }
        return shown;
    }

    private View.Comment whole(Comment comment) {
        var deleted = comment.deletedAt().isPresent();
        return comment(comment, deleted ? null : html(comment.text()), false);
    }

    private View.Comment comment(Comment comment, @Nullable SafeHtml text, boolean elsewhere) {
        return new View.Comment(
                comment.id().value(),
                comment.parent().map(RecordId::value).orElse(null),
                comment.depth(),
                by(comment.author(), comment.createdAt(), Optional.empty()),
                text,
                elsewhere,
                comment.score());
    }

    private Byline by(Handle author, Instant at, Optional<Instant> editedAt) {
        return new Byline(author.value(), moment(at), editedAt.map(this::moment).orElse(null));
    }

    private Moment moment(Instant at) {
        return Moment.of(at, now);
    }

    private SafeHtml html(Optional<String> text) {
        return text.map(markdown::html).orElse(SafeHtml.EMPTY);
    }

    /// {@return the text on one line, or other words where nothing of it can be seen}
    private static String shown(Optional<String> text, String otherwise) {
        return text.map(VisibleText::line).filter(line -> !line.isEmpty()).orElse(otherwise);
    }

    /// The record's own check lets http and https through only; a database that was written to by
    /// others might hold anything.
    private static @Nullable WebLink link(String url) {
        try {
            var parsed = new URI(url);
            var scheme = parsed.getScheme();
            var web = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
            var host = parsed.getHost();
            // No browser takes the zone of an IPv6 address, so the link would lead nowhere.
            return web && host != null && host.indexOf('%') < 0
                    ? new WebLink(parsed.toASCIIString(), host)
                    : null;
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
