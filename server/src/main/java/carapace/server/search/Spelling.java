package carapace.server.search;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words one typing error apart: a letter too many, too few, another, or two that changed places.
///
/// Two such words have a spelling in common: the word itself, or what is left of it without one of
/// its letters. So the words near to one are found by equality alone, which an index can answer
/// under row security.
final class Spelling {

    /// Shorter words are near to too many others.
    static final int LETTERS_MIN = 4;

    static final int LETTERS_MAX = 24;

    /// Of one title or question; what stands behind is left as it is.
    static final int WORDS_MAX = 10;

    private static final int ERRORS_MAX = 1;

    private static final Pattern WORD =
            Pattern.compile("\\p{L}{" + LETTERS_MIN + "," + LETTERS_MAX + "}+");

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_]+");

    private Spelling() {}

    /// {@return the words of a title or question that spellings are kept of, in lower case}
    static Set<String> words(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> WORD.matcher(word).matches())
                .limit(WORDS_MAX)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// {@return the word, and it without each of its letters}
    static Set<String> spellings(String word) {
        var letters = word.codePoints().toArray();
        var spellings = new LinkedHashSet<String>();
        spellings.add(word);
        for (var i = 0; i < letters.length; i++) {
            spellings.add(
                    new String(letters, 0, i) + new String(letters, i + 1, letters.length - i - 1));
        }
        return spellings;
    }

    /// {@return the nearest of the words; none when the asked one is among them, or all are
    /// further}
    static Optional<String> nearest(String asked, Collection<String> words) {
        if (words.contains(asked)) {
            return Optional.empty();
        }
        return words.stream()
                .filter(word -> errors(asked, word) <= ERRORS_MAX)
                .min(
                        Comparator.<String>comparingInt(word -> errors(asked, word))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// {@return the question with each word replaced; what stands between them stays}
    static String replaced(String question, List<String> from, List<String> to) {
        var replaced = question.toLowerCase(Locale.ROOT);
        for (var i = 0; i < from.size(); i++) {
            var whole = Pattern.compile("(?<!\\p{L})" + Pattern.quote(from.get(i)) + "(?!\\p{L})");
            replaced = whole.matcher(replaced).replaceAll(to.get(i));
        }
        return replaced;
    }

    /// How many letters to put in, leave out, replace or let change places with the next (optimal
    /// string alignment).
    private static int errors(String one, String other) {
        var a = one.codePoints().toArray();
        var b = other.codePoints().toArray();
        var errors = new int[a.length + 1][b.length + 1];
        for (var i = 0; i <= a.length; i++) {
            for (var j = 0; j <= b.length; j++) {
                errors[i][j] = i == 0 || j == 0 ? i + j : fewest(errors, a, b, i, j);
            }
        }
        return errors[a.length][b.length];
    }

    private static int fewest(int[][] errors, int[] a, int[] b, int i, int j) {
        var same = a[i - 1] == b[j - 1] ? 0 : 1;
        var fewest =
                Math.min(
                        errors[i - 1][j - 1] + same,
                        Math.min(errors[i - 1][j], errors[i][j - 1]) + 1);
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.min(fewest, errors[i - 2][j - 2] + 1) : fewest;
    }
}
