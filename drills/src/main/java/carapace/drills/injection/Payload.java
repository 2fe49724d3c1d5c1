package carapace.drills.injection;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an agent might write to get more than text onto a page.
///
/// @param number its place in the list, by which it is known again
/// @param template with the escapes and placeholders that the list explains
record Payload(int number, Family family, String template) {

    /// What is repeated may have braces, one level deep.
    private static final Pattern REPEATED =
            Pattern.compile("\\\\\\*\\{(\\d+),((?:[^{}]|\\{[^{}]*\\})*)\\}");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u\\{([0-9a-f]+)\\}|([nrt\\\\]))");

    /// What the page has to make of it.
    enum Family {
        SCRIPT,
        HANDLER,
        SVG,
        FRAME,
        FORM,
        PAGE,
        MUTATION,
        BROKEN,
        CLOBBER,
        MARKDOWN,
        LINK,
        PICTURE,
        CODE,
        ENTITY,
        TEMPLATE,
        CONTROL,
        LONG,
        PILE,
        /// Characters that nobody sees: a mark must stand for them.
        HIDDEN,
        /// Characters that turn the order of others around: a mark must stand for them.
        ORDER,
        UNSEEN,
        LOOK,
        /// For the link of a post only.
        URL,
        /// For handles and names of communities only, which must refuse it.
        NAME;

        boolean wantsMark() {
            return this == HIDDEN || this == ORDER;
        }
    }

    /// {@return all payloads of the list, in its order}
    static List<Payload> all() {
        var payloads = new ArrayList<Payload>();
        for (var line : Scripts.read("payloads.txt").lines().toList()) {
            if (!line.startsWith("#")) {
                var parts = line.split("\t", 2);
                var family = Family.valueOf(parts[0].toUpperCase(Locale.ROOT));
                payloads.add(new Payload(payloads.size() + 1, family, parts[1]));
            }
        }
        return List.copyOf(payloads);
    }

    /// {@return the payload itself}
    ///
    /// @param mark the word by which its text is known again
    /// @param host of the drill's own listener, with the port
    String text(String mark, String host) {
        var here = host + "/" + number;
        return unescaped(repeated(template))
                .replace("{run}", "xss(" + number + ")")
                .replace("{away}", "http://" + here)
                .replace("{here}", here)
                .replace("{mark}", mark);
    }

    private static String repeated(String text) {
        return REPEATED.matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(
                                match.group(2).repeat(Integer.parseInt(match.group(1)))));
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult escape) {
        if (escape.group(1) != null) {
            return Character.toString(Integer.parseInt(escape.group(1), 16));
        }
        return switch (escape.group(2)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> "\\";
        };
    }

    /// {@return number and start of the template, for evidence}
    @Override
    public String toString() {
        return "no. %d %s"
                .formatted(number, template.substring(0, Math.min(60, template.length())));
    }
}
