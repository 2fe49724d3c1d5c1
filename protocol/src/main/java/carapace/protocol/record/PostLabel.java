package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A label that authors may put on posts of a community.
///
/// @param name 1 to 32 code points, unique in its community
/// @param color `#` and six hexadecimal digits, in lower case
public record PostLabel(String name, String color) {

    /// Code points of a name at most.
    public static final int NAME_MAX = 32;

    /// Labels of a community at most.
    public static final int LABELS_MAX = 20;

    /// Stands in a record where a label could: there shall be none.
    public static final String NONE = "none";

    private static final Set<String> MEMBERS = Set.of("name", "color");
    private static final int COLOR_LENGTH = 7;
    private static final Pattern COLOR = Pattern.compile("#[0-9a-f]{6}");

    /// @throws IllegalArgumentException for a colour that is none, or the name `none`
    public PostLabel {
        if (!COLOR.matcher(color).matches() || name.equals(NONE)) {
            throw new IllegalArgumentException(
                    "a label has a name other than none, and a color such as #1f6feb");
        }
    }

    /// {@return the label in a record; null for [#NONE], or where there is none}
    public static @Nullable String shown(@Nullable String label) {
        return NONE.equals(label) ? null : label;
    }

    static PostLabel parse(JsonValue value) throws JsonException {
        var members = Members.of(value, MEMBERS);
        var name = members.text("name", 1, NAME_MAX);
        var color = members.text("color", COLOR_LENGTH, COLOR_LENGTH);
        try {
            return new PostLabel(name, color);
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "labels: " + e.getMessage());
        }
    }

    JsonObject json() {
        return new JsonWriter().text("name", name).text("color", color).object();
    }
}
