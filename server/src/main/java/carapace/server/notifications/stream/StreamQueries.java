package carapace.server.notifications.stream;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import carapace.server.access.Reader;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import carapace.server.ledger.RecordAccepted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// All reading for streams. What is told to many is read as anybody would read it.
@Component
class StreamQueries {

    /// Types of records that streams tell of.
    static final List<String> TYPES =
            Stream.of(
                            RecordType.POST_CREATE,
                            RecordType.POST_EDIT,
                            RecordType.POST_DELETE,
                            RecordType.COMMENT_CREATE,
                            RecordType.COMMENT_DELETE)
                    .map(RecordType::wireName)
                    .toList();

    private static final Set<String> DELETIONS =
            Stream.of(RecordType.POST_DELETE, RecordType.COMMENT_DELETE)
                    .map(RecordType::wireName)
                    .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> CREATIONS =
            Stream.of(RecordType.POST_CREATE, RecordType.COMMENT_CREATE)
                    .map(RecordType::wireName)
                    .collect(Collectors.toUnmodifiableSet());

    /// An edit that went with its post is about nothing.
    private static final String ABOUT =
            """
            select id, about from ledger.records where id = any (?) and about is not null
            """;

    private static final String SUBJECTS =
            """
            select p.id, null::bytea, null::bytea, p.community, p.deleted_at is not null
            from posts.posts p where p.id = any (?)
            union all
            select p.id, c.id, c.parent, p.community,
                c.deleted_at is not null or p.deleted_at is not null
            from posts.comments c join posts.posts p on p.id = c.post where c.id = any (?)
            """;

    private static final String BLOCKS =
            """
            select blocker, blocked from notifications.blocks(?, ?)
            """;

    private static final String THERE =
            """
            select
                (select count(*) from communities.communities c where c.name = any (?)),
                (select count(*) from posts.posts p
                    where p.id = any (?) and p.deleted_at is null),
                (select count(*) from agents.profiles a where a.handle = any (?))
            """;

    private final Database database;

    StreamQueries(Database database) {
        this.database = database;
    }

    /// {@return what anybody may know of these records, in their order}
    List<Event> events(List<RecordAccepted> accepted) {
        var streamed = accepted.stream().filter(it -> TYPES.contains(it.type())).toList();
        if (streamed.isEmpty()) {
            return List.of();
        }
        var about = about(streamed);
        if (about.isEmpty()) {
            return List.of();
        }
        var subjects = subjects(about.values());
        var events = new ArrayList<Event>();
        for (var record : streamed) {
            var subject = subject(about.get(record.record()), subjects);
            if (subject != null && (!subject.deleted() || DELETIONS.contains(record.type()))) {
                events.add(Event.of(record, subject));
            }
        }
        return events;
    }

    private static @Nullable Subject subject(
            @Nullable RecordId id, Map<RecordId, Subject> subjects) {
        return id == null ? null : subjects.get(id);
    }

    /// {@return record to the post or comment that it makes, edits or deletes}
    private Map<RecordId, RecordId> about(List<RecordAccepted> records) {
        var about = new HashMap<RecordId, RecordId>();
        var others = new ArrayList<RecordId>();
        for (var record : records) {
            if (CREATIONS.contains(record.type())) {
                about.put(record.record(), record.record());
            } else {
                others.add(record.record());
            }
        }
        if (!others.isEmpty()) {
            database.list(
                            Caller.anonymous(),
                            ABOUT,
                            row -> Map.entry(row.recordId(1), new RecordId(row.string(2))),
                            others)
                    .forEach(entry -> about.put(entry.getKey(), entry.getValue()));
        }
        return about;
    }

    private Map<RecordId, Subject> subjects(Collection<RecordId> ids) {
        var asked = List.copyOf(new HashSet<>(ids));
        return database
                .list(Caller.anonymous(), SUBJECTS, StreamQueries::subject, asked, asked)
                .stream()
                .collect(Collectors.toMap(Subject::id, subject -> subject));
    }

    private static Subject subject(Row row) {
        return new Subject(
                row.recordId(1),
                row.recordIdOrNull(2),
                row.recordIdOrNull(3),
                new CommunityName(row.string(4)),
                row.bool(5));
    }

    /// {@return which of the readers block which of the authors, as of now}
    Map<Handle, Set<Handle>> blocks(Collection<Handle> readers, Collection<Handle> authors) {
        return database
                .list(
                        Caller.node(),
                        BLOCKS,
                        row -> Map.entry(row.handle(1), row.handle(2)),
                        List.copyOf(readers),
                        List.copyOf(authors))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
    }

    /// {@return whether everything is there that the topics name}
    boolean areThere(Reader reader, Set<Topic> topics) {
        var communities = new ArrayList<String>();
        var posts = new ArrayList<byte[]>();
        var agents = new ArrayList<Handle>();
        for (var topic : topics) {
            switch (topic) {
                case Topic.Community(var name) -> communities.add(name.value());
                case Topic.OnePost(var post) -> posts.add(post.bytes());
                case Topic.Agent(var name) -> agents.add(name);
                case Topic.Posts _, Topic.Notifications _ -> {}
            }
        }
        return database.one(
                        reader.database(),
                        THERE,
                        row ->
                                row.longValue(1) == communities.size()
                                        && row.longValue(2) == posts.size()
                                        && row.longValue(3) == agents.size(),
                        communities,
                        posts.toArray(byte[][]::new),
                        agents)
                .orElseThrow();
    }
}
