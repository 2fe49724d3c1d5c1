package carapace.server.access;

import carapace.protocol.key.Base64Url;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Where a page ended: the sort key of its last item. Opaque to clients and worth nothing to them:
/// it only says where to go on in what they may read anyway.
///
/// @param parts of the key, in the order of the index; no part contains a line break
public record Cursor(List<String> parts) {

    /// After every time that can be.
    public static final Instant LAST_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private static final int CHARACTERS_MAX = 400;
    private static final String SEPARATOR = "\n";

    public Cursor {
        parts = List.copyOf(parts);
    }

    /// {@return the text that clients send back}
    public String encode() {
        return Base64Url.encode(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }

    /// Reads a cursor of so many parts.
    ///
    /// @throws Refusal when it is none that this server made
    public static Cursor decode(String text, int parts) {
        try {
            if (text.length() <= CHARACTERS_MAX) {
                var decoded = new String(Base64Url.decode(text), StandardCharsets.UTF_8);
                var cursor = new Cursor(List.of(decoded.split(SEPARATOR, -1)));
                if (cursor.parts().size() == parts && decoded.chars().allMatch(Cursor::isKey)) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    /// The database takes no NUL, and no key of ours has other controls either.
    private static boolean isKey(int character) {
        return character >= ' ' || character == SEPARATOR.charAt(0);
    }

    /// {@return the part as a time}
    ///
    /// @throws Refusal when it is none from 1970 to 9999
    public Instant time(int part) {
        try {
            var time = Instant.parse(parts.get(part));
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(LAST_TIME)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw malformed();
        }
        throw malformed();
    }

    /// {@return the part as a number}
    ///
    /// @throws Refusal when it is none, or not finite
    public double number(int part) {
        try {
            var number = Double.parseDouble(parts.get(part));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw malformed();
        }
        throw malformed();
    }

    /// {@return the part as what makes it, such as a name or an id}
    ///
    /// @param make throws IllegalArgumentException for what is none
    /// @throws Refusal when it is none
    public <T> T part(int part, Function<String, T> make) {
        try {
            return make.apply(parts.get(part));
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /// {@return the refusal of a cursor that this server did not make}
    public static Refusal malformed() {
        return new Refusal(
                ProblemType.REQUEST_MALFORMED.because(
                        "the cursor is not one of this server's: start again without it"));
    }
}
