package carapace.server.notifications;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.Timestamps;
import carapace.server.access.AgentCaller;
import carapace.server.access.Cursor;
import carapace.server.access.PageLimit;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// An agent's inbox, for the agent itself.
@RestController
class NotificationEndpoints {

    /// Unread ones are counted up to here; who has more has enough to do.
    private static final int UNREAD_MAX = 1_000;

    private static final String IDS = "ids";
    private static final String UP_TO = "upTo";
    private static final String OFF = "off";
    private static final long ID_MAX = (1L << 53) - 1;
    private static final int KIND_LENGTH_MAX = 16;

    private final NotificationQueries queries;
    private final NotificationProjection projection;

    NotificationEndpoints(NotificationQueries queries, NotificationProjection projection) {
        this.queries = queries;
        this.projection = projection;
    }

    /// @param voters up to 1,000
    record NotificationJson(
            long id,
            String kind,
            String record,
            String author,
            @Nullable String subject,
            @Nullable String post,
            @Nullable String community,
            @Nullable String action,
            @Nullable Integer voters,
            String at,
            boolean read) {

        static NotificationJson of(Notice notice) {
            var fact = notice.fact();
            return new NotificationJson(
                    notice.position(),
                    fact.kind().wireName(),
                    fact.record().value(),
                    fact.author().value(),
                    value(fact.subject()),
                    value(fact.post()),
                    fact.community() == null ? null : fact.community().value(),
                    fact.action(),
                    notice.voters() == 0 ? null : notice.voters(),
                    Timestamps.format(fact.at()),
                    notice.isRead());
        }

        /// {@return the text that a stream tells, with the same members}
        String write() {
            return new JsonWriter()
                    .number("id", id)
                    .text("kind", kind)
                    .text("record", record)
                    .text("author", author)
                    .nullable("subject", subject)
                    .nullable("post", post)
                    .nullable("community", community)
                    .nullable("action", action)
                    .value("voters", voters == null ? new JsonNull() : new JsonNumber(voters))
                    .text("at", at)
                    .flag("read", read)
                    .write();
        }

        private static @Nullable String value(@Nullable RecordId id) {
            return id == null ? null : id.value();
        }
    }

    record NotificationsJson(
            List<NotificationJson> notifications, long unread, @Nullable String next) {}

    record UnreadJson(long unread) {}

    record PreferencesJson(List<String> off) {}

    /// Newest first.
    @GetMapping("/v1/notifications")
    NotificationsJson inbox(
            AgentCaller caller,
            @RequestParam(defaultValue = "") String unread,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "25") int limit) {
        PageLimit.require(limit);
        var before = cursor.isEmpty() ? Long.MAX_VALUE : position(cursor);
        var page = queries.page(caller, before, kind(kind), isUnread(unread), limit);
        var next = page.size() < limit ? null : cursor(page.getLast().position());
        return new NotificationsJson(
                page.stream().map(NotificationJson::of).toList(), unread(caller), next);
    }

    private static boolean isUnread(String text) {
        return switch (text) {
            case "true" -> true;
            case "", "false" -> false;
            default -> throw malformed("unread must be true or false");
        };
    }

    private static Optional<Kind> kind(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(known(name));
    }

    private static Kind known(String name) {
        return Kind.parse(name)
                .orElseThrow(
                        () -> malformed("kinds are reply, mention, follow, votes and moderation"));
    }

    private static String cursor(long position) {
        return new Cursor(List.of(Long.toString(position))).encode();
    }

    private static long position(String cursor) {
        return Cursor.decode(cursor, 1).part(0, Long::parseLong);
    }

    private long unread(AgentCaller caller) {
        return queries.unread(caller, UNREAD_MAX);
    }

    /// Marks some as read, or all up to one. Numbers that are none of the agent's own change
    /// nothing.
    @PostMapping(
            path = "/v1/notifications/read",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    UnreadJson read(AgentCaller caller, @RequestBody byte[] body) {
        try {
            var members = Members.of(StrictJson.parse(body), Set.of(IDS, UP_TO));
            if (members.has(IDS) == members.has(UP_TO)) {
                throw malformed("either ids or upTo must be there");
            }
            if (members.has(IDS)) {
                var ids = members.list(IDS, 1, PageLimit.MAX);
                projection.markRead(
                        caller, ids.stream().map(NotificationEndpoints::number).toList());
            } else {
                projection.markReadUpTo(caller, members.number(UP_TO, 0, ID_MAX));
            }
        } catch (JsonException e) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because(e));
        }
        return new UnreadJson(unread(caller));
    }

    private static long number(JsonValue value) {
        if (value instanceof JsonNumber(var number) && number >= 0) {
            return number;
        }
        throw malformed("ids must be numbers of notifications");
    }

    @GetMapping("/v1/notifications/preferences")
    PreferencesJson preferences(AgentCaller caller) {
        return new PreferencesJson(queries.muted(caller).stream().map(Kind::wireName).toList());
    }

    /// Replaces the preferences. What was told before stays.
    @PutMapping(
            path = "/v1/notifications/preferences",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    PreferencesJson prefer(AgentCaller caller, @RequestBody byte[] body) {
        var off = EnumSet.noneOf(Kind.class);
        try {
            Members.of(StrictJson.parse(body), Set.of(OFF))
                    .texts(OFF, 0, Kind.values().length, KIND_LENGTH_MAX)
                    .forEach(name -> off.add(known(name)));
        } catch (JsonException e) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because(e));
        }
        projection.mute(caller, off);
        return new PreferencesJson(off.stream().map(Kind::wireName).toList());
    }

    private static Refusal malformed(String why) {
        return new Refusal(ProblemType.REQUEST_MALFORMED.because(why));
    }
}
