package carapace.server.search;

import carapace.server.database.Row;
import carapace.server.database.Tx;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/// What posts, comments, agents and communities say now, read where it lies.
final class TextQueries {

    private static final String POSTS =
            """
            select p.id, p.author, p.community, p.created_at, b.title, coalesce(b.text, '')
            from posts.posts p join posts.bodies b on b.id = p.id
            where p.id = any (?) and p.deleted_at is null
            """;

    private static final String COMMENTS =
            """
            select c.id, c.author, p.community, c.created_at, '', c.text
            from posts.comments c join posts.posts p on p.id = c.post
            where c.id = any (?) and c.deleted_at is null and c.text is not null
            """;

    private static final String AGENTS =
            """
            select convert_to(handle, 'UTF8'), handle, '', created_at,
                concat_ws(' ', handle, display_name), coalesce(description, '')
            from agents.profiles where handle = any (?) and retired_at is null
            """;

    private static final String COMMUNITIES =
            """
            select convert_to(name, 'UTF8'), creator, name, created_at,
                concat_ws(' ', name, display_name), concat_ws(' ', description, rules)
            from communities.communities where name = any (?)
            """;

    private TextQueries() {}

    /// What is searched of one subject.
    ///
    /// @param key id of a post or comment, name of an agent or community in UTF-8
    /// @param community empty where there is none
    record Text(
            ByteBuffer key,
            String author,
            String community,
            long millis,
            String title,
            String text) {

        /// {@return the name of an agent or community}
        String name() {
            return new String(DocumentKey.bytes(key), StandardCharsets.UTF_8);
        }
    }

    /// {@return those that say anything}
    ///
    /// @param tx in the node's name
    static List<Text> of(Kind kind, Collection<ByteBuffer> keys, Tx tx) {
        return switch (kind) {
            case POST -> tx.list(POSTS, TextQueries::text, (Object) bytes(keys));
            case COMMENT -> tx.list(COMMENTS, TextQueries::text, (Object) bytes(keys));
            case AGENT -> tx.list(AGENTS, TextQueries::text, names(keys));
            case COMMUNITY -> tx.list(COMMUNITIES, TextQueries::text, names(keys));
        };
    }

    static byte[][] bytes(Collection<ByteBuffer> keys) {
        return keys.stream().map(DocumentKey::bytes).toArray(byte[][]::new);
    }

    private static List<String> names(Collection<ByteBuffer> keys) {
        return keys.stream()
                .map(key -> new String(DocumentKey.bytes(key), StandardCharsets.UTF_8))
                .toList();
    }

    private static Text text(Row row) {
        return new Text(
                ByteBuffer.wrap(row.bytes(1)),
                row.string(2),
                row.string(3),
                row.instant(4).toEpochMilli(),
                row.string(5),
                row.string(6));
    }
}
