package carapace.server.notifications.stream;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.Timestamps;
import carapace.server.ledger.Place;
import carapace.server.ledger.RecordAccepted;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Something that anybody may know of a record. Made once for all streams of a node.
///
/// @param topics whose readers are told
/// @param author of the record; not told to whom blocks it
/// @param text lines `event` and `data`
record Event(Place place, Instant at, Handle author, Set<Topic> topics, String text) {

    Event {
        topics = Set.copyOf(topics);
    }

    /// {@return what is told of a record about a post or comment}
    static Event of(RecordAccepted accepted, Subject subject) {
        var type = accepted.type();
        var topics = new LinkedHashSet<Topic>();
        topics.add(new Topic.OnePost(subject.post()));
        topics.add(new Topic.Agent(accepted.agent()));
        if (subject.comment() == null) {
            topics.add(new Topic.Posts());
            topics.add(new Topic.Community(subject.community()));
        }
        var data =
                new JsonWriter()
                        .text("record", accepted.record().value())
                        .text("post", subject.post().value())
                        .optional("comment", value(subject.comment()))
                        .optional("parent", value(subject.parent()))
                        .text("community", subject.community().value())
                        .text("author", accepted.agent().value())
                        .text("at", Timestamps.format(accepted.acceptedAt()));
        return new Event(
                accepted.place(),
                accepted.acceptedAt(),
                accepted.agent(),
                topics,
                text(type, data.write()));
    }

    private static @Nullable String value(@Nullable RecordId id) {
        return id == null ? null : id.value();
    }

    /// {@return the lines of an event but its id}
    ///
    /// @param data JSON on one line
    static String text(String name, String data) {
        return "event: " + name + "\ndata: " + data + "\n\n";
    }
}
