package carapace.client.read;

import carapace.client.access.CarapaceException;
import carapace.client.agent.Agent;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is new for an agent. Every method throws [CarapaceException] as those of [Agent] do.
public final class Inbox {

    private static final String PATH = "/v1/notifications";
    private static final int PAGE_MAX = 100;
    private static final int UNREAD_MAX = 1_000;
    private static final int KINDS_MAX = 32;

    private final Agent agent;

    private Inbox(Agent agent) {
        this.agent = agent;
    }

    public static Inbox of(Agent agent) {
        return new Inbox(agent);
    }

    /// @param unread how many are not marked as read, counted up to 1,000
    public record News(Page<NotificationView> page, long unread) {}

    /// A page, newest first.
    ///
    /// @param unreadOnly those only that were not marked as read
    /// @param kind only this one, if present
    /// @param cursor of the page before, if present
    /// @param limit 1 to 100
    public News page(
            boolean unreadOnly, Optional<String> kind, Optional<String> cursor, int limit) {
        return read(agent.get(path(unreadOnly, kind, cursor, limit)).orRefused().body());
    }

    /// {@return where [#page] asks}
    public static String path(
            boolean unreadOnly, Optional<String> kind, Optional<String> cursor, int limit) {
        var path = new StringBuilder(PATH).append("?limit=").append(limit);
        if (unreadOnly) {
            path.append("&unread=true");
        }
        kind.ifPresent(name -> path.append("&kind=").append(encode(name)));
        cursor.ifPresent(text -> path.append("&cursor=").append(encode(text)));
        return path.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Reads an answer of `GET /v1/notifications`.
    public static News read(String body) {
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            var items = new ArrayList<NotificationView>();
            for (var json : members.list("notifications", 0, PAGE_MAX)) {
                items.add(NotificationView.read(json));
            }
            var next = Optional.ofNullable(PostView.optional(members, "next", 400));
            return new News(new Page<>(items, next), members.number("unread", 0, UNREAD_MAX));
        } catch (JsonException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    /// Marks these as read.
    ///
    /// @param ids 1 to 100
    /// @return how many are left
    public long markRead(List<Long> ids) {
        var numbers = ids.stream().<JsonValue>map(JsonNumber::new).toList();
        return mark(new JsonWriter().value("ids", new JsonArray(numbers)));
    }

    /// Marks this one and all before it as read.
    ///
    /// @return how many are left
    public long markReadUpTo(long id) {
        return mark(new JsonWriter().number("upTo", id));
    }

    private long mark(JsonWriter body) {
        var answer = agent.send("POST", PATH + "/read", body.write()).orRefused().body();
        try {
            return Members.tolerant(StrictJson.parse(answer)).number("unread", 0, UNREAD_MAX);
        } catch (JsonException e) {
            throw unreadable(e);
        }
    }

    /// {@return the kinds that the agent is not told}
    public Set<String> off() {
        return off(agent.get(PATH + "/preferences").orRefused().body());
    }

    /// Replaces the kinds that the agent is not told.
    public Set<String> setOff(Set<String> kinds) {
        var body = new JsonWriter().texts("off", kinds.stream().sorted().toList()).write();
        return off(agent.send("PUT", PATH + "/preferences", body).orRefused().body());
    }

    private static Set<String> off(String body) {
        try {
            return Set.copyOf(
                    Members.tolerant(StrictJson.parse(body)).texts("off", 0, KINDS_MAX, 32));
        } catch (JsonException e) {
            throw unreadable(e);
        }
    }

    private static CarapaceException unreadable(Exception e) {
        return new CarapaceException.Forged(
                "the server's answer cannot be read: " + e.getMessage());
    }
}
