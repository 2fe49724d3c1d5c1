package carapace.server.search;

import carapace.protocol.record.RecordId;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.ledger.Follower;
import carapace.server.ledger.RecordAccepted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Keeps `search.documents`: after each record it puts in what its subject says now, or takes the
/// subject out when it says nothing any more.
@Component
final class SearchProjection implements Follower {

    /// Subjects of records about something else than themselves.
    private static final String ABOUT =
            """
            select type, about from ledger.records where id = any (?) and about is not null
            """;

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

    private static final String PUT =
            """
            select search.put(?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String REMOVE =
            """
            select search.remove(?, ?)
            """;

    private static final Set<String> OF_AGENTS =
            Set.of("agent.create", "agent.update-profile", "agent.retire");

    private static final Set<String> OF_OTHERS =
            Set.of(
                    "post.edit",
                    "post.delete",
                    "comment.delete",
                    "community.create",
                    "community.update");

    private record Document(
            ByteBuffer key,
            String author,
            String community,
            long millis,
            String title,
            String text) {}

    @Override
    public String name() {
        return "search";
    }

    @Override
    public void take(List<RecordAccepted> records, Tx tx) {
        var posts = ids(records, "post.create");
        var comments = ids(records, "comment.create");
        var communities = new HashSet<String>();
        for (var subject : others(records, tx)) {
            switch (subject.type()) {
                case "comment.delete" -> comments.add(new RecordId(subject.about()));
                case "community.create", "community.update" -> communities.add(subject.about());
                default -> posts.add(new RecordId(subject.about()));
            }
        }
        renew(Kind.POST, posts, RecordId::bytes, POSTS, tx);
        renew(Kind.COMMENT, comments, RecordId::bytes, COMMENTS, tx);
        renew(Kind.AGENT, agents(records), SearchProjection::utf8, AGENTS, tx);
        renew(Kind.COMMUNITY, communities, SearchProjection::utf8, COMMUNITIES, tx);
    }

    private record Subject(String type, String about) {}

    private static List<Subject> others(List<RecordAccepted> records, Tx tx) {
        var ids =
                records.stream()
                        .filter(it -> OF_OTHERS.contains(it.type()))
                        .map(RecordAccepted::record)
                        .toList();
        return ids.isEmpty()
                ? List.of()
                : tx.list(ABOUT, row -> new Subject(row.string(1), row.string(2)), ids);
    }

    private static Set<RecordId> ids(List<RecordAccepted> records, String type) {
        return records.stream()
                .filter(it -> it.type().equals(type))
                .map(RecordAccepted::record)
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> agents(List<RecordAccepted> records) {
        return records.stream()
                .filter(it -> OF_AGENTS.contains(it.type()))
                .map(it -> it.agent().value())
                .collect(Collectors.toSet());
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static <K> void renew(
            Kind kind, Set<K> subjects, Function<K, byte[]> key, String sql, Tx tx) {
        if (subjects.isEmpty()) {
            return;
        }
        var documents = tx.list(sql, SearchProjection::document, List.copyOf(subjects));
        var there = documents.stream().map(Document::key).collect(Collectors.toSet());
        var gone =
                subjects.stream()
                        .map(key)
                        .filter(it -> !there.contains(ByteBuffer.wrap(it)))
                        .toArray(byte[][]::new);
        put(kind, documents, tx);
        if (gone.length > 0) {
            tx.list(REMOVE, _ -> true, times(kind, gone.length), gone);
        }
    }

    private static void put(Kind kind, List<Document> documents, Tx tx) {
        if (documents.isEmpty()) {
            return;
        }
        tx.list(
                PUT,
                _ -> true,
                times(kind, documents.size()),
                documents.stream().map(it -> it.key().array()).toArray(byte[][]::new),
                documents.stream().map(Document::author).toList(),
                documents.stream().map(Document::community).toList(),
                documents.stream().map(Document::millis).toList(),
                documents.stream().map(Document::title).toList(),
                documents.stream().map(Document::text).toList());
    }

    private static List<String> times(Kind kind, int count) {
        return Collections.nCopies(count, kind.wireName());
    }

    private static Document document(Row row) {
        return new Document(
                ByteBuffer.wrap(row.bytes(1)),
                row.string(2),
                row.string(3),
                row.instant(4).toEpochMilli(),
                row.string(5),
                row.string(6));
    }
}
