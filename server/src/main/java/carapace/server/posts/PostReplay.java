package carapace.server.posts;

import static carapace.server.ledger.audit.Expected.ANY;

import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import carapace.server.communities.PastModerators;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.ChainAudit.Replay;
import carapace.server.ledger.audit.ErasedRecord;
import carapace.server.ledger.audit.Expected;
import carapace.server.ledger.audit.Mentions;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an agent has posted, edited and deleted. Its comments are replayed by [CommentReplay].
///
/// Of a deleted post the records are erased, so the table's word is all there is on where it stood.
final class PostReplay implements Replay {

    static final String RECORDS = "ledger.records";
    static final String NOT_OWN = "it changes what is not its agent's";
    static final int FOREIGN_MAX = 100;
    static final String NOT_ERASED = "not erased, although its author deleted it";

    private final Handle agent;
    private final Slice slice;
    private final PostAuditQueries queries;
    private final Mentions mentions;
    private final PastModerators moderators;
    private final CommentReplay comments;

    private final Expected<RecordId> posts;
    private final Expected<RecordId> bodies;
    private final Expected<RecordId> ranks;
    private final Expected<RecordId> edits;

    /// Acts on posts that are not the agent's.
    private final List<RecordId> foreign = new ArrayList<>();

    private final Set<RecordId> erased = new HashSet<>();
    private final Set<RecordId> deleted = new HashSet<>();

    PostReplay(
            Handle agent,
            Slice slice,
            PostAuditQueries queries,
            CommentAuditQueries comments,
            Mentions mentions,
            PastModerators moderators) {
        this.agent = agent;
        this.slice = slice;
        this.queries = queries;
        this.mentions = mentions;
        this.moderators = moderators;
        this.comments = new CommentReplay(agent, slice, comments);
        posts =
                new Expected<>(
                        "posts.posts",
                        slice,
                        "community",
                        "author",
                        "created_at",
                        "edited_at",
                        "deleted_at");
        bodies = new Expected<>("posts.bodies", slice, "author", "title", "text", "url", "label");
        ranks =
                new Expected<>(
                        "posts.ranks", slice, "community", "author", "created_at", "pinned_at");
        edits = new Expected<>("posts.edits", slice, "post", "author", "of a deleted post");
    }

    @Override
    public void acted(Act<?> act) {
        if (act.body() instanceof PostBody body) {
            acted(body, act.id(), act.acceptedAt());
        }
    }

    private void acted(PostBody body, RecordId id, Instant at) {
        switch (body) {
            case PostBody.Create create -> {
                posts.put(id, create.community(), agent, at, null, null);
                bodies.put(
                        id,
                        agent,
                        create.title(),
                        create.text(),
                        create.url(),
                        PostLabel.shown(create.label()));
                ranks.put(id, create.community(), agent, at, null);
            }
            case PostBody.Edit edit -> {
                requireOwn(edit.post(), id);
                edits.put(id, edit.post(), agent, false);
                posts.set(edit.post(), "edited_at", at);
                if (edit.title() != null) {
                    bodies.set(edit.post(), "title", edit.title());
                }
                if (edit.text() != null) {
                    bodies.set(edit.post(), "text", edit.text());
                }
                if (edit.label() != null) {
                    bodies.set(edit.post(), "label", PostLabel.shown(edit.label()));
                }
            }
            case PostBody.Delete(var post) -> {
                requireOwn(post, id);
                delete(post, at);
            }
            case PostBody.Comment comment -> comments.created(comment, id, at);
            case PostBody.DeleteComment(var comment) -> comments.deleted(comment, id, at);
            case PostBody.Pin _, PostBody.Vote _ -> {}
        }
    }

    /// Only the author edits and deletes, and the author's own chain has made the post before.
    private void requireOwn(RecordId post, RecordId act) {
        if (slice.holds(post) && !posts.has(post) && foreign.size() < FOREIGN_MAX) {
            foreign.add(act);
        }
    }

    private void delete(RecordId post, Instant at) {
        if (slice.holds(post)) {
            deleted.add(post);
        }
        posts.set(post, "edited_at", ANY);
        posts.set(post, "deleted_at", at);
        bodies.remove(post);
        ranks.remove(post);
    }

    @Override
    public void erased(ErasedRecord record) {
        switch (record.type()) {
            case POST_CREATE -> {
                posts.put(record.id(), ANY, agent, record.acceptedAt(), ANY, null);
                if (slice.holds(record.id())) {
                    erased.add(record.id());
                }
            }
            case POST_EDIT -> edits.put(record.id(), record.with(), agent, true);
            default -> comments.erased(record);
        }
    }

    @Override
    public void compare(Tx tx, Problems problems) {
        erasures(problems);
        for (var page : posts.pages()) {
            var pins = pins(page, tx);
            queries.posts(page, tx).forEach(found -> compare(found, problems));
            queries.bodies(page, tx).forEach(found -> compare(found, problems));
            queries.ranks(page, tx)
                    .forEach(found ->
                            compare(found, pins.getOrDefault(found.id(), List.of()), tx, problems));
        }
        for (var page : edits.pages()) {
            queries.edits(page, tx).forEach(found -> compare(found, problems));
        }
        posts.missing(problems);
        bodies.missing(problems);
        ranks.missing(problems);
        edits.missing(problems);
        comments.compare(tx, problems);
    }

    private void erasures(Problems problems) {
        foreign.forEach(act -> problems.add(RECORDS, act, NOT_OWN));
        for (var id : deleted) {
            if (posts.has(id) && !erased.contains(id)) {
                problems.add(RECORDS, id, NOT_ERASED);
            }
        }
    }

    /// Moderators pin, so who pinned is in the chains of others.
    private Map<RecordId, List<Act<?>>> pins(List<RecordId> page, Tx tx) {
        var pins = new HashMap<RecordId, List<Act<?>>>();
        mentions.about(
                page.stream().map(RecordId::value).toList(),
                List.of(RecordType.POST_PIN),
                tx,
                act -> {
                    if (act.body() instanceof PostBody.Pin(var post, _)) {
                        pins.computeIfAbsent(post, _ -> new ArrayList<>()).add(act);
                    }
                });
        return pins;
    }

    private void compare(PostAuditQueries.StoredPost found, Problems problems) {
        posts.found(
                problems,
                found.id(),
                found.community(),
                found.author(),
                found.createdAt(),
                found.editedAt(),
                found.deletedAt());
    }

    private void compare(PostAuditQueries.StoredBody found, Problems problems) {
        bodies.found(
                problems,
                found.id(),
                found.author(),
                found.title(),
                found.text(),
                found.url(),
                found.label());
    }

    private void compare(
            PostAuditQueries.StoredRank found, List<Act<?>> pins, Tx tx, Problems problems) {
        for (var pin : pins) {
            if (!moderators.moderated(found.community(), pin.agent(), pin.acceptedAt(), tx)) {
                problems.add(
                        RECORDS,
                        pin.id(),
                        "%s pinned in %s without being its moderator"
                                .formatted(pin.agent(), found.community()));
            }
            var on = pin.body() instanceof PostBody.Pin(_, var pinned) && pinned;
            ranks.set(found.id(), "pinned_at", on ? pin.acceptedAt() : null);
        }
        ranks.found(
                problems,
                found.id(),
                found.community(),
                found.author(),
                found.createdAt(),
                found.pinnedAt());
    }

    private void compare(PostAuditQueries.StoredEdit found, Problems problems) {
        edits.found(problems, found.id(), found.post(), found.author(), found.ofDeleted());
    }
}
