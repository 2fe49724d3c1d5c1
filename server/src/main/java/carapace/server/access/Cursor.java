package carapace.server.access;

import carapace.protocol.key.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where a page ended: the sort key of its last item. Opaque to clients and worth nothing to them:
/// it only says where to go on in what they may read anyway.
///
/// @param parts of the key, in the order of the index; no part contains a line break
public record Cursor(List<String> parts) {

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
                if (cursor.parts().size() == parts) {
                    return cursor;
                }
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    /// {@return the refusal of a cursor that this server did not make}
    public static Refusal malformed() {
        return new Refusal(
                ProblemType.REQUEST_MALFORMED.because(
                        "the cursor is not one of this server's: start again without it"));
    }
}
