package carapace.bench.traffic;

import carapace.protocol.record.RecordId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Posts of the network, drawn at random: what the load reads, answers and votes on.
///
/// @param posts any
/// @param threads posts drawn through their comments, so that the talked about come more often
public record Places(List<RecordId> posts, List<RecordId> threads) {

    private static final int POSTS_MAX = 20_000;
    private static final int THREADS_MAX = 2_000;

    private static final String POSTS =
            "select id from posts.posts where deleted_at is null order by random() limit ?";
    private static final String THREADS =
            "select post from posts.comments where deleted_at is null order by random() limit ?";

    public Places {
        posts = List.copyOf(posts);
        threads = List.copyOf(threads);
    }

    public static Places drawn(Connection superuser) throws SQLException {
        return new Places(ids(superuser, POSTS, POSTS_MAX), ids(superuser, THREADS, THREADS_MAX));
    }

    private static List<RecordId> ids(Connection superuser, String sql, int limit)
            throws SQLException {
        try (var statement = superuser.prepareStatement(sql)) {
            statement.setInt(1, limit);
            try (var results = statement.executeQuery()) {
                var ids = new ArrayList<RecordId>();
                while (results.next()) {
                    ids.add(RecordId.fromBytes(results.getBytes(1)));
                }
                return ids;
            }
        }
    }
}
