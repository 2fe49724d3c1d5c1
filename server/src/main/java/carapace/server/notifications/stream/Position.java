package carapace.server.notifications.stream;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.ledger.Place;
import java.time.Instant;
import java.util.regex.Pattern;

/// How far a reader has come: the `id` of its last event, which it sends back as `Last-Event-ID`.
/// Opaque to clients and worth nothing to them: it only says where to go on in what they may read
/// anyway.
///
/// @param place in the ledger, up to which everything was told
/// @param at when that was, in whole seconds
/// @param inbox position in the reader's inbox, up to which everything was told; 0 for none
record Position(Place place, Instant at, long inbox) {

    private static final Pattern FORM =
            Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,11})-([0-9]{1,18})");

    /// @throws Refusal for what is none that a server made
    static Position parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Refusal(
                    ProblemType.REQUEST_MALFORMED.because(
                            "Last-Event-ID is not one of this server's: begin anew without it"));
        }
        return new Position(
                new Place(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))),
                Instant.ofEpochSecond(Long.parseLong(matcher.group(3))),
                Long.parseLong(matcher.group(4)));
    }

    Position at(Place other, Instant now) {
        return new Position(other, now, inbox);
    }

    Position inboxAt(long position) {
        return new Position(place, at, position);
    }

    @Override
    public String toString() {
        return "%d-%d-%d-%d"
                .formatted(place.transaction(), place.position(), at.getEpochSecond(), inbox);
    }
}
