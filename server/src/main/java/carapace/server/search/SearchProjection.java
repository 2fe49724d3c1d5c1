package carapace.server.search;

import carapace.protocol.record.RecordId;
import carapace.server.database.Tx;
import carapace.server.ledger.Follower;
import carapace.server.ledger.RecordAccepted;
import carapace.server.search.TextQueries.Text;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Keeps `search.documents`: after each record it puts in what its subject says now, or takes the
/// subject out when it says nothing any more. What a subject meant before is forgotten in the same
/// transaction, see [Meaning].
@Component
final class SearchProjection implements Follower {

    /// Subjects of records about something else than themselves.
    private static final String ABOUT =
            """
            select type, about from ledger.records where id = any (?) and about is not null
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

    private static final Set<String> CHANGES_OR_DELETES =
            Set.of("post.edit", "post.delete", "agent.retire");

    @Override
    public String name() {
        return "search";
    }

    @Override
    public void take(List<RecordAccepted> records, Tx tx) {
        var posts = ids(records, "post.create");
        var comments = ids(records, "comment.create");
        var communities = new HashSet<ByteBuffer>();
        for (var subject : others(records, tx)) {
            switch (subject.type()) {
                case "comment.delete" -> comments.add(id(new RecordId(subject.about())));
                case "community.create", "community.update" ->
                        communities.add(name(subject.about()));
                default -> posts.add(id(new RecordId(subject.about())));
            }
        }
        forget(records, tx);
        renew(Kind.POST, posts, tx);
        renew(Kind.COMMENT, comments, tx);
        renew(Kind.AGENT, agents(records), tx);
        renew(Kind.COMMUNITY, communities, tx);
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

    private static Set<ByteBuffer> ids(List<RecordAccepted> records, String type) {
        return records.stream()
                .filter(it -> it.type().equals(type))
                .map(it -> id(it.record()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<ByteBuffer> agents(List<RecordAccepted> records) {
        return records.stream()
                .filter(it -> OF_AGENTS.contains(it.type()))
                .map(it -> name(it.agent().value()))
                .collect(Collectors.toSet());
    }

    private static ByteBuffer id(RecordId id) {
        return ByteBuffer.wrap(id.bytes());
    }

    private static ByteBuffer name(String name) {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
    }

    /// Before what the new titles say is learned.
    private static void forget(List<RecordAccepted> records, Tx tx) {
        var authors =
                records.stream()
                        .filter(it -> CHANGES_OR_DELETES.contains(it.type()))
                        .map(it -> it.agent().value())
                        .distinct()
                        .toList();
        if (!authors.isEmpty()) {
            SpellingQueries.forget(authors, tx);
        }
    }

    private static void renew(Kind kind, Set<ByteBuffer> subjects, Tx tx) {
        if (subjects.isEmpty()) {
            return;
        }
        var texts = TextQueries.of(kind, subjects, tx);
        var there = texts.stream().map(Text::key).collect(Collectors.toSet());
        var gone = subjects.stream().filter(Predicate.not(there::contains)).toList();
        put(kind, texts, tx);
        SpellingQueries.learn(kind, texts, tx);
        if (!gone.isEmpty()) {
            tx.list(REMOVE, _ -> true, times(kind, gone.size()), TextQueries.bytes(gone));
        }
    }

    private static void put(Kind kind, List<Text> texts, Tx tx) {
        if (texts.isEmpty()) {
            return;
        }
        tx.list(
                PUT,
                _ -> true,
                times(kind, texts.size()),
                TextQueries.bytes(texts.stream().map(Text::key).toList()),
                texts.stream().map(Text::author).toList(),
                texts.stream().map(Text::community).toList(),
                texts.stream().map(Text::millis).toList(),
                texts.stream().map(Text::title).toList(),
                texts.stream().map(Text::text).toList());
    }

    private static List<String> times(Kind kind, int count) {
        return Collections.nCopies(count, kind.wireName());
    }
}
