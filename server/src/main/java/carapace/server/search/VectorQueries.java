package carapace.server.search;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.search.meaning.NearestIndex.Item;
import carapace.server.search.meaning.Vector;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// All reading and making of `search.vectors`, in the node's name.
@Component
class VectorQueries {

    private static final String NOW =
            """
            select pg_snapshot_xmin(pg_current_snapshot())::text
            """;

    private static final String NEWEST =
            """
            select kind, key, author, coalesce(community, ''), created_at, vector, changed::text
            from search.vectors
            where vector is not null and (created_at, key, kind) < (?, ?, ?)
            order by created_at desc, key desc, kind desc limit ?
            """;

    private static final String CHANGED =
            """
            select v.kind, v.key, v.author, coalesce(v.community, ''), v.created_at, v.vector,
                v.changed::text
            from search.vectors v
            where (v.changed, v.key, v.kind) > (?::xid8, ?, ?)
                and v.changed < pg_snapshot_xmin(pg_current_snapshot())
            order by v.changed, v.key, v.kind limit ?
            """;

    private static final String WAITING =
            """
            select count(*) from (
                select from search.vectors where waits_since is not null limit ?) waiting
            """;

    private static final String TAKE =
            """
            select kind, key, version from search.take_waiting(?)
            """;

    private static final String PUT =
            """
            select search.put_vectors(?, ?, ?, ?)
            """;

    private static final byte[] GONE = {};

    private final Database database;

    VectorQueries(Database database) {
        this.database = database;
    }

    /// A row, as far as an index needs it.
    ///
    /// @param vector empty while it is to be made, and when the text is gone
    record Entry(Item item, DocumentKey key, Optional<Vector> vector, String changed) {}

    /// What waits for its vector.
    ///
    /// @param version of its text
    record Waiting(DocumentKey key, String version) {}

    /// @param text empty when there is none any more
    record Task(Waiting waiting, Optional<String> text) {}

    record Made(Waiting waiting, Optional<Vector> vector) {}

    /// {@return the number before which every transaction has ended}
    String now() {
        return database.one(Caller.node(), NOW, row -> row.string(1)).orElseThrow();
    }

    /// {@return those with a vector that are older than the last, newest first}
    List<Entry> newest(Instant time, DocumentKey last, int limit) {
        return database.list(
                Caller.node(),
                NEWEST,
                VectorQueries::entry,
                time,
                last.bytes(),
                last.kind().wireName(),
                limit);
    }

    /// {@return what has changed behind this place, in the order of transactions that have ended}
    List<Entry> changed(String transaction, DocumentKey last, int limit) {
        return database.list(
                Caller.node(),
                CHANGED,
                VectorQueries::entry,
                transaction,
                last.bytes(),
                last.kind().wireName(),
                limit);
    }

    /// {@return how many texts wait, counted up to the limit}
    int waiting(int limit) {
        return database.one(Caller.node(), WAITING, row -> row.intValue(1), limit).orElseThrow();
    }

    /// Takes those that have waited longest, with what they say now.
    List<Task> take(int limit) {
        return database.transact(
                Caller.node(),
                tx -> {
                    var taken = tx.list(TAKE, VectorQueries::waiting, limit);
                    var tasks = new ArrayList<Task>();
                    for (var kind : Kind.values()) {
                        var its = taken.stream().filter(it -> it.key().kind() == kind).toList();
                        var keys = its.stream().map(it -> it.key().key()).toList();
                        var texts =
                                keys.isEmpty()
                                        ? Collections.<ByteBuffer, String>emptyMap()
                                        : TextQueries.of(kind, keys, tx).stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                it -> it.key(),
                                                                it ->
                                                                        it.title()
                                                                                + "\n"
                                                                                + it.text()));
                        its.forEach(it ->
                                tasks.add(
                                        new Task(
                                                it,
                                                Optional.ofNullable(texts.get(it.key().key())))));
                    }
                    return tasks;
                });
    }

    void put(List<Made> made) {
        database.list(
                Caller.node(),
                PUT,
                _ -> true,
                made.stream().map(it -> it.waiting().key().kind().wireName()).toList(),
                made.stream().map(it -> it.waiting().key().bytes()).toArray(byte[][]::new),
                made.stream().map(it -> it.waiting().version()).toList(),
                made.stream()
                        .map(it -> it.vector().map(Vector::bytes).orElse(GONE))
                        .toArray(byte[][]::new));
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                new DocumentKey(Kind.of(row.string(1)), ByteBuffer.wrap(row.bytes(2))),
                row.string(3));
    }

    private static Entry entry(Row row) {
        var key = new DocumentKey(Kind.of(row.string(1)), ByteBuffer.wrap(row.bytes(2)));
        return new Entry(
                new Item(
                        key.text(),
                        row.string(1),
                        row.string(3),
                        row.string(4),
                        row.instant(5).toEpochMilli()),
                key,
                Optional.ofNullable(row.bytesOrNull(6)).map(Vector::new),
                row.string(7));
    }
}
