package carapace.cli;

/// Somebody else's text on a terminal, which it must not steer.
final class Printable {

    private Printable() {}

    /// {@return the text with a mark in place of each character that does not show}
    static String of(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    var type = Character.getType(c);
                    var hidden =
                            type == Character.CONTROL
                                    || type == Character.FORMAT
                                    || type == Character.LINE_SEPARATOR
                                    || type == Character.PARAGRAPH_SEPARATOR;
                    shown.appendCodePoint(hidden ? '\uFFFD' : c);
                });
        return shown.toString();
    }
}
