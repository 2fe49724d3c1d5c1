package carapace.server.notifications;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import carapace.server.ledger.Act;
import carapace.server.ledger.ServerActs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What follows from a page of records: whom each tells what. Belongs to one thread.
///
/// Facts are in the order of the records. They still contain what nobody wants to be told.
final class Facts {

    static final String PINNED = "pinned";
    static final String UNPINNED = "unpinned";
    static final String MODERATOR = "moderator";
    static final String NO_MODERATOR = "no-moderator";

    private final Map<RecordId, Said> said;
    private final Set<Handle> there;
    private final List<Fact> told = new ArrayList<>();
    private final List<Fact> votes = new ArrayList<>();
    private final Set<RecordId> takenBack = new HashSet<>();
    private final List<Blocked> blocked = new ArrayList<>();

    /// Somebody began to block somebody.
    record Blocked(Handle blocker, Handle other) {}

    /// @param said the posts and comments that [#asksFor] asked for, as far as they are there
    /// @param there which of the agents that [#names] are there
    Facts(Map<RecordId, Said> said, Set<Handle> there) {
        this.said = said;
        this.there = there;
    }

    /// {@return the post or comment that one must know to tell whom this record is for}
    static @Nullable RecordId asksFor(Act<?> act) {
        return switch (act.body()) {
            case PostBody.Comment c -> c.parent() == null ? c.post() : c.parent();
            case PostBody.Vote vote -> vote.target();
            case PostBody.Pin pin -> pin.post();
            default -> null;
        };
    }

    /// {@return who is named in what this record says}
    static Set<Handle> names(Act<?> act) {
        return switch (act.body()) {
            case PostBody.Create p -> Mentioned.in(text(p));
            case PostBody.Comment c -> Mentioned.in(c.text());
            default -> Set.of();
        };
    }

    private static String text(PostBody.Create post) {
        return post.title() + "\n" + Objects.requireNonNullElse(post.text(), "");
    }

    void add(Act<?> act) {
        switch (act.body()) {
            case PostBody.Create _ -> mentions(act, act.id());
            case PostBody.Comment comment -> {
                var answered = said.get(asksFor(act));
                if (answered != null) {
                    told.add(about(answered, Kind.REPLY, act, null));
                }
                mentions(act, comment.post());
            }
            case PostBody.Vote vote -> vote(act, vote);
            case PostBody.Pin pin -> {
                var post = said.get(pin.post());
                if (post != null) {
                    var action = pin.pinned() ? PINNED : UNPINNED;
                    told.add(about(post, Kind.MODERATION, act, action));
                }
            }
            case CommunityBody.SetModerator set ->
                    told.add(
                            moderation(
                                    set.agent(),
                                    act,
                                    set.community(),
                                    set.moderator() ? MODERATOR : NO_MODERATOR));
            case ModerationBody.Act decision -> decision(act, decision);
            case RelationBody.Follow follow -> {
                if (follow.following()) {
                    told.add(fact(follow.agent(), Kind.FOLLOW, act, null));
                }
            }
            case RelationBody.Block block -> {
                if (block.blocked()) {
                    blocked.add(new Blocked(act.agent(), block.agent()));
                }
            }
            default -> {}
        }
    }

    private void mentions(Act<?> act, RecordId post) {
        for (var name : names(act)) {
            if (there.contains(name)) {
                told.add(fact(name, Kind.MENTION, act, post));
            }
        }
    }

    private void vote(Act<?> act, PostBody.Vote vote) {
        var target = said.get(vote.target());
        if (target != null && !target.author().equals(act.agent())) {
            votes.add(about(target, Kind.VOTES, act, null));
            if (vote.vote() == Direction.NONE) {
                takenBack.add(act.id());
            }
        }
    }

    private void decision(Act<?> act, ModerationBody.Act decision) {
        if (act.agent().equals(ServerActs.HANDLE) && Handle.isValid(decision.target())) {
            var agent = new Handle(decision.target());
            told.add(moderation(agent, act, null, decision.action()));
        }
    }

    private static Fact about(Said said, Kind kind, Act<?> act, @Nullable String action) {
        var agent = said.author();
        var author = act.agent();
        return new Fact(
                agent,
                kind,
                act.id(),
                author,
                said.id(),
                said.post(),
                action == null ? null : said.community(),
                action,
                act.acceptedAt());
    }

    private static Fact fact(Handle agent, Kind kind, Act<?> act, @Nullable RecordId post) {
        return new Fact(
                agent, kind, act.id(), act.agent(), null, post, null, null, act.acceptedAt());
    }

    private static Fact moderation(
            Handle agent, Act<?> act, @Nullable CommunityName community, String action) {
        return new Fact(
                agent,
                Kind.MODERATION,
                act.id(),
                act.agent(),
                null,
                null,
                community,
                action,
                act.acceptedAt());
    }

    /// {@return everything but votes}
    List<Fact> told() {
        return told;
    }

    /// {@return votes that may change what is told of a post or comment}
    List<Fact> votes() {
        return votes;
    }

    /// {@return whether the vote took an earlier one back}
    boolean isTakenBack(Fact vote) {
        return takenBack.contains(vote.record());
    }

    List<Blocked> blocked() {
        return blocked;
    }
}
