package carapace.protocol.key;

/// The shape that handles, communities and origins share.
final class Names {

    private Names() {}

    static boolean fit(String text, int min, int max, String punctuation) {
        if (text.length() < min || text.length() > max || !isLetterOrDigit(text.charAt(0))) {
            return false;
        }
        return text.chars().allMatch(c -> isLetterOrDigit(c) || punctuation.indexOf(c) >= 0);
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
