package carapace.server.search;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.Cursor;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.database.Tx;
import carapace.server.search.SearchRequest.Order;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All searching.
///
/// Words that few documents hold are looked up in the index of words, and what they find is ranked.
/// That index cannot give the newest first, so for words that very many hold it would be read
/// whole: for those the documents are walked from the newest, until enough are found or the walk
/// has gone far enough.
@Component
class SearchQueries {

    private static final String ASK =
            """
            select search.ask(?)
            """;

    private static final String WALK =
            """
            select search.walk()
            """;

    /// As far as the walk goes: five thousand posts back, with what was said meanwhile.
    private static final String HORIZON =
            """
            select created_at from posts.posts where deleted_at is null and author <> ''
            order by created_at desc, id desc offset 5000 limit 1
            """;

    private static final String DOCUMENTS =
            """
            with hits as materialized (
                select d.kind, d.key, d.author, d.community, d.created_at, d.words
                from search.documents d
                where (?::text = '' or d.kind = ?) and (?::text = '' or d.author = ?)
                    and (?::text = '' or d.community = ?)
                    and d.created_at >= ? and d.created_at < ?
                    and d.author not in (select blocked from agents.blocked() blocked)
            """;

    /// Ranks nothing when there are too many to be all.
    private static final String ALL =
            DOCUMENTS
                    + """
                        limit 2000),
                    ranked as (
                        select h.*, ts_rank(h.words, (select search.asked()))::float8 as rank
                        from hits h where (select count(*) from hits) < 2000),
                    """;

    private static final String NEWEST =
            DOCUMENTS
                    + """
                        order by d.created_at desc, d.key desc limit 200),
                    ranked as (
                        select h.*, ts_rank(h.words, (select search.asked()))::float8 as rank
                        from hits h),
                    """;

    private static final String BEST_FIRST =
            """
            page as (
                select * from ranked where (rank, key, kind) < (?, ?, ?)
                order by rank desc, key desc, kind desc limit ?)
            """;

    private static final String NEW_FIRST =
            """
            page as (
                select * from ranked where (created_at, key, kind) < (?, ?, ?)
                order by created_at desc, key desc, kind desc limit ?)
            """;

    private static final String SHOWN =
            """
            select many.are, page.kind, page.key, c.post, page.author, page.community,
                page.created_at, page.rank,
                b.id is not null or c.id is not null or a.handle is not null
                    or m.name is not null,
                coalesce(b.title, a.display_name, m.display_name, ''),
                ts_headline('pg_catalog.english',
                    translate(left(
                        coalesce(b.text, c.text, a.description, m.description, ''), 4000),
                        '<' || chr(2) || chr(3) || chr(1), chr(1)),
                    (select search.asked()),
                    'MaxFragments=2, MaxWords=30, MinWords=12, FragmentDelimiter=" … ", StartSel='
                        || chr(2) || ', StopSel=' || chr(3))
            from (select count(*) >= 2000 as are from hits) many
            left join page on true
            left join posts.bodies b on b.id = case page.kind when 'post' then page.key end
            left join posts.comments c
                on c.id = case page.kind when 'comment' then page.key end
                and c.deleted_at is null
            left join agents.profiles a
                on a.handle = case page.kind when 'agent' then convert_from(page.key, 'UTF8') end
                and a.retired_at is null
            left join communities.communities m
                on m.name = case page.kind when 'community'
                    then convert_from(page.key, 'UTF8') end
            """;

    private static final String BY_RANK =
            "order by page.rank desc, page.key desc, page.kind desc\n";
    private static final String BY_TIME =
            "order by page.created_at desc, page.key desc, page.kind desc\n";

    /// What comes first of all in the order of keys.
    private static final byte[] LAST_KEY = {-1};

    private static final int CURSOR_PARTS = 3;

    private final Database database;

    SearchQueries(Database database) {
        this.database = database;
    }

    /// @param there whether it can still be shown
    /// @param cursor where the page after this one begins
    private record Line(boolean many, Optional<Found> found, boolean there, Cursor cursor) {}

    FoundPage find(Caller caller, SearchRequest request) {
        var from = from(request);
        return database.transact(
                caller,
                tx -> {
                    if (!tx.one(ASK, row -> row.bool(1), request.query()).orElseThrow()) {
                        return new FoundPage(
                                By.WORDS, Optional.empty(), List.of(), Optional.empty());
                    }
                    var lines = lines(tx, ALL, request, request.after(), from);
                    if (lines.getFirst().many()) {
                        lines = newest(tx, request, from);
                    }
                    return page(lines, request);
                });
    }

    private static List<Line> newest(Tx tx, SearchRequest request, List<Object> from) {
        tx.list(WALK, _ -> true);
        var horizon = tx.one(HORIZON, row -> row.instant(1)).orElse(Instant.EPOCH);
        var after = horizon.isAfter(request.after()) ? horizon : request.after();
        return lines(tx, NEWEST, request, after, from);
    }

    private static List<Line> lines(
            Tx tx, String hits, SearchRequest request, Instant after, List<Object> from) {
        var best = request.order() == Order.BEST;
        var kind = request.kind().map(Kind::wireName).orElse("");
        var author = request.author().map(Handle::value).orElse("");
        var community = request.community().map(CommunityName::value).orElse("");
        return tx.list(
                hits + (best ? BEST_FIRST : NEW_FIRST) + SHOWN + (best ? BY_RANK : BY_TIME),
                row -> line(row, request.order()),
                kind,
                kind,
                author,
                author,
                community,
                community,
                after,
                request.before(),
                from.get(0),
                from.get(1),
                from.get(2),
                request.limit());
    }

    /// {@return where the page begins: rank or time, key, kind}
    private static List<Object> from(SearchRequest request) {
        if (request.cursor().isEmpty()) {
            return request.order() == Order.BEST
                    ? List.of(Double.MAX_VALUE, LAST_KEY, "")
                    : List.of(Cursor.LAST_TIME, LAST_KEY, "");
        }
        var cursor = Cursor.decode(request.cursor(), CURSOR_PARTS);
        return List.of(
                request.order() == Order.BEST ? cursor.number(0) : cursor.time(0),
                cursor.part(1, Base64Url::decode),
                cursor.parts().get(2));
    }

    private static FoundPage page(List<Line> lines, SearchRequest request) {
        var found = lines.stream().filter(Line::there).flatMap(it -> it.found().stream()).toList();
        return new FoundPage(
                By.WORDS,
                Optional.empty(),
                found,
                lines.size() == request.limit() && lines.getLast().found().isPresent()
                        ? Optional.of(lines.getLast().cursor().encode())
                        : Optional.empty());
    }

    private static Line line(Row row, Order order) {
        var kind = row.stringOrNull(2);
        if (kind == null) {
            return new Line(row.bool(1), Optional.empty(), false, new Cursor(List.of()));
        }
        var key = row.bytes(3);
        var createdAt = row.instant(7);
        var first =
                order == Order.BEST ? Double.toString(row.doubleValue(8)) : createdAt.toString();
        return new Line(
                row.bool(1),
                Optional.of(found(row, Kind.parse(kind).orElseThrow(), key, createdAt)),
                row.bool(9),
                new Cursor(List.of(first, Base64Url.encode(key), kind)));
    }

    private static Found found(Row row, Kind kind, byte[] key, Instant createdAt) {
        return new Found(
                kind,
                switch (kind) {
                    case POST, COMMENT -> Base64Url.encode(key);
                    case AGENT, COMMUNITY -> new String(key, StandardCharsets.UTF_8);
                },
                Optional.ofNullable(row.recordIdOrNull(4)).map(RecordId::value),
                row.handle(5),
                Optional.ofNullable(row.stringOrNull(6)).map(CommunityName::new),
                createdAt,
                row.string(10),
                Found.Snippet.of(row.string(11)));
    }
}
