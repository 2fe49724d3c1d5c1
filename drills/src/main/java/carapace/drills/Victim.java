package carapace.drills;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// An agent with rows of every kind, and a look at them past every policy.
public final class Victim {

    private final Puppet agent;
    private final CommunityName community;
    private final RecordId post;
    private final RecordId comment;
    private final RecordId deleted;

    private static final String WAITING =
            """
            select (select count(*) from posts.deltas) + (
                select count(*) from ledger.outbox o, ledger.followers f
                where (o.transaction, o.position) > (f.transaction, f.position))
            """;

    private Victim(
            Puppet agent,
            CommunityName community,
            RecordId post,
            RecordId comment,
            RecordId deleted) {
        this.agent = agent;
        this.community = community;
        this.post = post;
        this.comment = comment;
        this.deleted = deleted;
    }

    /// Registers an agent, has it act in every way, and lets a copy of its key be noticed.
    ///
    /// @param stranger whom it blocks
    public static Victim prepare(Target target, Handle stranger) throws Exception {
        var agent = Puppet.claimed(target, "victim");
        var community = new CommunityName(agent.handle().value());
        agent.act(new CommunityBody.Create(community, "Victims", "only"));
        var post = agent.act(new PostBody.Create(community, "the victim's", "words", null));
        var comment = agent.act(new PostBody.Comment(post, null, "more words"));
        var deleted = agent.act(new PostBody.Create(community, "regretted", "words", null));
        agent.act(
                new PostBody.Edit(post, null, "other words"),
                new PostBody.Delete(deleted),
                new PostBody.Vote(post, Direction.UP),
                new RelationBody.Block(stranger, true),
                new RelationBody.Subscription(community, true));
        var thief = agent.stolen();
        agent.act(new PostBody.Vote(comment, Direction.UP));
        var fork = thief.next(new PostBody.Comment(post, null, "forked"));
        thief.submit(List.of(fork.compact()), thief.token());
        return new Victim(agent, community, post, comment, deleted);
    }

    public Puppet agent() {
        return agent;
    }

    public Handle handle() {
        return agent.handle();
    }

    public CommunityName community() {
        return community;
    }

    public RecordId post() {
        return post;
    }

    public RecordId comment() {
        return comment;
    }

    /// {@return a post that it has deleted}
    public RecordId deleted() {
        return deleted;
    }

    /// {@return an id as it stands in a row's text}
    public static String hex(RecordId id) {
        return HexFormat.of().formatHex(id.bytes());
    }

    /// {@return whether a row's text is about the victim}
    public boolean isIn(String row) {
        return marks().stream().anyMatch(row::contains);
    }

    private List<String> marks() {
        return List.of(handle().value(), hex(post), hex(comment), hex(deleted));
    }

    /// Everything in the database that is about the victim, by table.
    public record Belongings(SortedMap<String, List<String>> rows) {

        /// {@return a line for each table in which something is not as it was}
        public List<String> differences(Belongings before) {
            var lines = new ArrayList<String>();
            for (var table : rows.keySet()) {
                var now = rows.getOrDefault(table, List.of());
                var then = before.rows.getOrDefault(table, List.of());
                if (!now.equals(then)) {
                    lines.add(
                            "%s: %s became %s".formatted(table, less(then, now), less(now, then)));
                }
            }
            return lines;
        }

        private static List<String> less(List<String> rows, List<String> others) {
            var left = new ArrayList<>(rows);
            left.removeAll(others);
            return left;
        }

        /// {@return what only the victim may read of it}
        public List<String> secrets() {
            return rows.entrySet().stream()
                    .filter(table -> Schema.isPrivate(table.getKey()))
                    .flatMap(table -> table.getValue().stream())
                    .toList();
        }
    }

    /// {@return everything that is about the victim now}
    public Belongings belongings(Connection superuser) throws SQLException {
        var rows = new TreeMap<String, List<String>>();
        var patterns = marks().stream().map(mark -> "%" + mark + "%").toArray();
        for (var relation : Schema.relations(superuser)) {
            // Spent tokens come and go, and name nobody.
            if (relation.startsWith("context.spent")) {
                continue;
            }
            try (var statement =
                    superuser.prepareStatement(
                            "select t::text from %s t where t::text like any (?) order by 1"
                                    .formatted(relation))) {
                statement.setArray(1, superuser.createArrayOf("text", patterns));
                try (var found = statement.executeQuery()) {
                    var texts = new ArrayList<String>();
                    while (found.next()) {
                        texts.add(found.getString(1));
                    }
                    rows.put(relation, Collections.unmodifiableList(texts));
                }
            }
        }
        return new Belongings(rows);
    }

    /// Waits until votes and comments are counted and everybody is told, so that nothing changes by
    /// itself.
    public void settle(Connection superuser) throws SQLException {
        var deadline = System.nanoTime() + 10_000_000_000L;
        try (var statement = superuser.prepareStatement(WAITING)) {
            while (System.nanoTime() < deadline) {
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    if (rows.getLong(1) == 0) {
                        return;
                    }
                }
            }
        }
        throw new IllegalStateException("the server does not count");
    }
}
