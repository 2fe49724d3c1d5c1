package carapace.server.posts;

import static carapace.server.ledger.audit.Expected.ANY;

import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.database.Tx;
import carapace.server.ledger.audit.ErasedRecord;
import carapace.server.ledger.audit.Expected;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an agent has commented and deleted. Of a deleted comment the record is erased, so the
/// table's word is all there is on where it stood.
final class CommentReplay {

    private final Handle agent;
    private final Slice slice;
    private final CommentAuditQueries queries;
    private final Expected<RecordId> comments;
    private final List<RecordId> foreign = new ArrayList<>();
    private final Set<RecordId> erased = new HashSet<>();
    private final Set<RecordId> deleted = new HashSet<>();

    CommentReplay(Handle agent, Slice slice, CommentAuditQueries queries) {
        this.agent = agent;
        this.slice = slice;
        this.queries = queries;
        comments =
                new Expected<>(
                        "posts.comments",
                        slice,
                        "post",
                        "parent",
                        "author",
                        "created_at",
                        "deleted_at",
                        "text",
                        "placed");
    }

    void created(PostBody.Comment comment, RecordId id, Instant at) {
        comments.put(id, comment.post(), comment.parent(), agent, at, null, comment.text(), true);
    }

    void deleted(RecordId comment, RecordId act, Instant at) {
        if (slice.holds(comment)
                && !comments.has(comment)
                && foreign.size() < PostReplay.FOREIGN_MAX) {
            foreign.add(act);
        }
        if (slice.holds(comment)) {
            deleted.add(comment);
        }
        comments.set(comment, "deleted_at", at);
        comments.set(comment, "text", null);
    }

    void erased(ErasedRecord record) {
        if (slice.holds(record.id())) {
            erased.add(record.id());
        }
        comments.put(record.id(), ANY, ANY, agent, record.acceptedAt(), null, null, true);
    }

    void compare(Tx tx, Problems problems) {
        foreign.forEach(act -> problems.add(PostReplay.RECORDS, act, PostReplay.NOT_OWN));
        for (var id : deleted) {
            if (comments.has(id) && !erased.contains(id)) {
                problems.add(PostReplay.RECORDS, id, PostReplay.NOT_ERASED);
            }
        }
        for (var page : comments.pages()) {
            queries.comments(page, tx)
                    .forEach(found ->
                            comments.found(
                                    problems,
                                    found.id(),
                                    found.post(),
                                    found.parent(),
                                    found.author(),
                                    found.createdAt(),
                                    found.deletedAt(),
                                    found.text(),
                                    found.placed()));
        }
        comments.missing(problems);
    }
}
