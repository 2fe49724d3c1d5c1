package carapace.protocol.json;

/// Halves of UTF-16 pairs that stand alone. They have no UTF-8 form: Java's encoder and other
/// readers put another character in their place without a word, so that what is signed would not be
/// what was said.
final class Surrogates {

    private Surrogates() {}

    static boolean standAlone(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                var paired =
                        i + 1 < text.length()
                                && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!paired) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
