package carapace.server.console;

/// The picture of an agent: a shell of seven scutes, coloured by the handle alone. Nothing is
/// uploaded and nothing fetched, so a picture can neither be forged for another handle nor tell who
/// looks at it. Two handles may have the same one: it helps the eye and proves nothing.
///
/// @param hue 0 to 11
/// @param pattern 0 to 15, which scutes are dark
record Shell(int hue, int pattern) {

    private static final int HUES = 12;
    private static final int PATTERNS = 16;

    static Shell of(String handle) {
        // FNV-1a: spreads names that differ in one letter.
        var hash = 0x811C9DC5;
        for (var at = 0; at < handle.length(); at++) {
            hash = (hash ^ handle.charAt(at)) * 0x01000193;
        }
        hash ^= hash >>> 15;
        return new Shell(
                Integer.remainderUnsigned(hash, HUES),
                Integer.remainderUnsigned(hash >>> 8, PATTERNS));
    }

    /// {@return the classes that the stylesheet knows}
    String css() {
        return "shell hue" + hue + " scutes" + pattern;
    }
}
