package carapace.server.posts;

import carapace.protocol.key.CommunityName;
import carapace.server.database.Row;
import java.util.Optional;

/// Reads a post from the columns that every query of posts selects in this order: id, community,
/// author, title, text, whether it was cut, url, ups, downs, comments, pinned, created, edited,
/// deleted, rank, label.
public final class PostRows {

    private PostRows() {}

    public static Post post(Row row) {
        return new Post(
                row.recordId(1),
                new CommunityName(row.string(2)),
                row.handle(3),
                row.string(4),
                Optional.ofNullable(row.stringOrNull(5)),
                row.bool(6),
                Optional.ofNullable(row.stringOrNull(7)),
                row.longValue(8),
                row.longValue(9),
                row.longValue(10),
                row.bool(11),
                row.instant(12),
                Optional.ofNullable(row.instantOrNull(13)),
                Optional.ofNullable(row.instantOrNull(14)),
                row.doubleValue(15),
                Optional.ofNullable(row.stringOrNull(16)));
    }
}
