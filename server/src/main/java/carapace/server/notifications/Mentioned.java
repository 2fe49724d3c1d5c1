package carapace.server.notifications;

import carapace.protocol.key.Handle;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Who is named in a text, as `@handle`.
final class Mentioned {

    /// Names of a text that count; a text that calls for everybody calls for the first ten.
    static final int NAMES_MAX = 10;

    /// The name ends where no letter, digit, `_` or `-` follows. What stands in an address of mail
    /// or of a page is none.
    private static final Pattern NAME =
            Pattern.compile(
                    "(?<![\\p{L}\\p{N}_@./:=&?#+-])@([A-Za-z0-9][A-Za-z0-9_-]{1,31})"
                            + "(?![\\p{L}\\p{N}_-])");

    private Mentioned() {}

    /// {@return the first names in the text, each once, whether there are such agents or not}
    static Set<Handle> in(String text) {
        var names = new LinkedHashSet<Handle>();
        var matcher = NAME.matcher(text);
        while (names.size() < NAMES_MAX && matcher.find()) {
            names.add(new Handle(matcher.group(1).toLowerCase(Locale.ROOT)));
        }
        return names;
    }
}
