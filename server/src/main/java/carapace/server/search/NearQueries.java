package carapace.server.search;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.RecordId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.search.meaning.NearestIndex.Near;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Reads what an index found, as whoever asks: the index knows nothing of who may see what, and may
/// lag behind what was deleted.
@Component
class NearQueries {

    private static final String ASK =
            """
            select search.ask(?)
            """;

    private static final String NEAR =
            """
            select n.kind, n.key, c.post, s.author, s.community, s.created_at,
                coalesce(b.title, a.display_name, m.display_name, ''),
                translate(left(
                    coalesce(b.text, c.text, a.description, m.description, ''), 300),
                    chr(1) || chr(2) || chr(3), '')
            from unnest(?::text[], ?::bytea[]) with ordinality as n (kind, key, nth)
            left join posts.posts p
                on p.id = case n.kind when 'post' then n.key end and p.deleted_at is null
            left join posts.bodies b on b.id = p.id
            left join posts.comments c
                on c.id = case n.kind when 'comment' then n.key end
                and c.deleted_at is null and c.text is not null
            left join posts.posts cp on cp.id = c.post
            left join agents.profiles a
                on a.handle = case n.kind when 'agent' then convert_from(n.key, 'UTF8') end
                and a.retired_at is null
            left join communities.communities m
                on m.name = case n.kind when 'community' then convert_from(n.key, 'UTF8') end
            cross join lateral (select
                case when b.id is not null then p.author else
                    coalesce(c.author, a.handle, m.creator) end as author,
                case when b.id is not null then p.community else
                    coalesce(cp.community, m.name) end as community,
                coalesce(p.created_at, c.created_at, a.created_at, m.created_at) as created_at) s
            where s.author is not null
                and s.author not in (select blocked from agents.blocked() blocked)
            """;

    private static final String WITHOUT_THE_WORDS =
            """
            and not exists (
                select from search.documents d where d.key = n.key and d.kind = n.kind)
            """;

    private static final String NEAREST_FIRST =
            """
            order by n.nth limit ?
            """;

    private static final String ALL = NEAR + NEAREST_FIRST;
    private static final String OTHERS = NEAR + WITHOUT_THE_WORDS + NEAREST_FIRST;

    private final Database database;

    NearQueries(Database database) {
        this.database = database;
    }

    /// {@return those of them that the caller may see, in their order}
    List<Found> all(Caller caller, List<Near> nearest, int limit) {
        return database.list(caller, ALL, NearQueries::found, kinds(nearest), keys(nearest), limit);
    }

    /// As [#all], without those that hold the words.
    List<Found> others(Caller caller, String words, List<Near> nearest, int limit) {
        return database.transact(
                caller,
                tx -> {
                    tx.list(ASK, _ -> true, words);
                    return tx.list(
                            OTHERS, NearQueries::found, kinds(nearest), keys(nearest), limit);
                });
    }

    private static List<String> kinds(List<Near> nearest) {
        return nearest.stream().map(it -> DocumentKey.parse(it.id()).kind().wireName()).toList();
    }

    private static byte[][] keys(List<Near> nearest) {
        return nearest.stream()
                .map(it -> DocumentKey.parse(it.id()).bytes())
                .toArray(byte[][]::new);
    }

    private static Found found(Row row) {
        var kind = Kind.of(row.string(1));
        return new Found(
                kind,
                switch (kind) {
                    case POST, COMMENT -> Base64Url.encode(row.bytes(2));
                    case AGENT, COMMUNITY -> new String(row.bytes(2), StandardCharsets.UTF_8);
                },
                Optional.ofNullable(row.recordIdOrNull(3)).map(RecordId::value),
                row.handle(4),
                Optional.ofNullable(row.stringOrNull(5)).map(CommunityName::new),
                row.instant(6),
                row.string(7),
                new Found.Snippet(row.string(8), List.of()));
    }
}
