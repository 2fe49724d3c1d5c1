package carapace.server.posts;

import static carapace.server.ledger.audit.Expected.ANY;

import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.ChainAudit.Replay;
import carapace.server.ledger.audit.ErasedRecord;
import carapace.server.ledger.audit.Expected;
import carapace.server.ledger.audit.Mentions;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an agent has posted, edited and deleted. Its comments are replayed by [CommentReplay].
///
/// Of a deleted post the records are erased, so the table's word is all there is on where it stood
/// and which edits were its.
final class PostReplay implements Replay {

    static final String RECORDS = "ledger.records";
    static final String NOT_ASKED = "erased, but its author did not delete it";
    static final String NOT_ERASED = "not erased, although its author deleted it";

    private final Handle agent;
    private final Slice slice;
    private final PostAuditQueries queries;
    private final Mentions mentions;
    private final CommentReplay comments;

    private final Expected<RecordId> posts;
    private final Expected<RecordId> bodies;
    private final Expected<RecordId> ranks;
    private final Expected<RecordId> edits;

    private final Set<RecordId> erased = new HashSet<>();
    private final Set<RecordId> deleted = new HashSet<>();

    PostReplay(
            Handle agent,
            Slice slice,
            PostAuditQueries queries,
            CommentAuditQueries comments,
            Mentions mentions) {
        this.agent = agent;
        this.slice = slice;
        this.queries = queries;
        this.mentions = mentions;
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
        bodies = new Expected<>("posts.bodies", slice, "author", "title", "text", "url");
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
                bodies.put(id, agent, create.title(), create.text(), create.url());
                ranks.put(id, create.community(), agent, at, null);
            }
            case PostBody.Edit edit -> {
                edits.put(id, edit.post(), agent, false);
                posts.set(edit.post(), "edited_at", at);
                if (edit.title() != null) {
                    bodies.set(edit.post(), "title", edit.title());
                }
                if (edit.text() != null) {
                    bodies.set(edit.post(), "text", edit.text());
                }
            }
            case PostBody.Delete(var post) -> delete(post, at);
            case PostBody.Comment comment -> comments.created(comment, id, at);
            case PostBody.DeleteComment(var comment) -> comments.deleted(comment, at);
            case PostBody.Pin _, PostBody.Vote _ -> {}
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
    public boolean erased(ErasedRecord record) {
        if (record.type().equals(RecordType.POST_CREATE.wireName())) {
            posts.put(record.id(), ANY, agent, record.acceptedAt(), ANY, null);
        } else if (record.type().equals(RecordType.POST_EDIT.wireName())) {
            edits.put(record.id(), ANY, agent, true);
        } else {
            return comments.erased(record);
        }
        if (slice.holds(record.id())) {
            erased.add(record.id());
        }
        return true;
    }

    @Override
    public void compare(Tx tx, Problems problems) {
        erasures(problems);
        for (var page : posts.pages()) {
            var pinned = pinned(page, tx);
            queries.posts(page, tx).forEach(found -> compare(found, problems));
            queries.bodies(page, tx).forEach(found -> compare(found, problems));
            queries.ranks(page, tx).forEach(found -> compare(found, pinned, problems));
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

    /// Erased edits are compared by the post that the table says they belong to.
    private void erasures(Problems problems) {
        for (var id : erased) {
            if (posts.has(id) && !deleted.contains(id)) {
                problems.add(RECORDS, id, NOT_ASKED);
            }
        }
        for (var id : deleted) {
            if (posts.has(id) && !erased.contains(id)) {
                problems.add(RECORDS, id, NOT_ERASED);
            }
        }
    }

    /// Moderators pin, so who pinned last is in the chains of others.
    private Map<RecordId, @Nullable Instant> pinned(List<RecordId> page, Tx tx) {
        var pinned = new HashMap<RecordId, @Nullable Instant>();
        mentions.about(
                page.stream().map(RecordId::value).toList(),
                List.of(RecordType.POST_PIN),
                tx,
                act -> {
                    if (act.body() instanceof PostBody.Pin(var post, var on)) {
                        pinned.put(post, on ? act.acceptedAt() : null);
                    }
                });
        return pinned;
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
                problems, found.id(), found.author(), found.title(), found.text(), found.url());
    }

    private void compare(
            PostAuditQueries.StoredRank found,
            Map<RecordId, @Nullable Instant> pinned,
            Problems problems) {
        ranks.set(found.id(), "pinned_at", pinned.get(found.id()));
        ranks.found(
                problems,
                found.id(),
                found.community(),
                found.author(),
                found.createdAt(),
                found.pinnedAt());
    }

    private void compare(PostAuditQueries.StoredEdit found, Problems problems) {
        if (erased.contains(found.id()) && !found.ofDeleted()) {
            problems.add(RECORDS, found.id(), NOT_ASKED);
        }
        edits.found(problems, found.id(), found.post(), found.author(), found.ofDeleted());
    }
}
