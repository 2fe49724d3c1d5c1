package carapace.server.search.meaning;

import java.io.IOException;
import java.io.InputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Cuts a text into the pieces that the model knows by number: WordPiece as of BERT, in lower case
/// and without accents, as the model's own `tokenizer.json` says.
///
/// Written here because the library that usually does it brings 20 MB of native code and looks for
/// models on the network.
final class WordPieces {

    /// So many characters hold more pieces than a model takes of any text that has words.
    private static final int CHARS_MAX = 4_000;

    /// Longer words are unknown; `max_input_chars_per_word`.
    private static final int WORD_CHARS_MAX = 100;

    private static final String INSIDE = "##";
    private static final int UNKNOWN = 100;
    private static final int START = 101;
    private static final int END = 102;

    /// A vocabulary of another size is not this model's.
    private static final int VOCABULARY_SIZE = 30_522;

    private final Map<String, Integer> vocabulary;

    private WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// @param tokenizer a `tokenizer.json`: the numbers stand in `model.vocab`
    static WordPieces read(InputStream tokenizer) throws IOException {
        var vocabulary = HashMap.<String, Integer>newHashMap(VOCABULARY_SIZE);
        try (var json =
                JsonFactory.builder().build().createParser(ObjectReadContext.empty(), tokenizer)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.PROPERTY_NAME
                        && json.currentName().equals("vocab")) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                        var piece = json.currentName();
                        json.nextToken();
                        vocabulary.put(piece, json.getIntValue());
                    }
                }
            }
        }
        if (vocabulary.size() != VOCABULARY_SIZE) {
            throw new IOException(
                    "the tokenizer has %d pieces, not %d"
                            .formatted(vocabulary.size(), VOCABULARY_SIZE));
        }
        return new WordPieces(vocabulary);
    }

    /// {@return the pieces' numbers, between those that say start and end}
    ///
    /// @param max how many at most, with both; what comes behind is left out
    long[] numbers(String text, int max) {
        var pieces = new ArrayList<Integer>();
        pieces.add(START);
        for (var word : words(text)) {
            if (pieces.size() >= max - 1) {
                break;
            }
            cut(word, pieces);
        }
        var numbers = pieces.stream().limit(max - 1L).mapToLong(Integer::longValue).toArray();
        var whole = Arrays.copyOf(numbers, numbers.length + 1);
        whole[numbers.length] = END;
        return whole;
    }

    /// The longest piece that the word begins with, then the longest that follows, and so on.
    private void cut(String word, List<Integer> pieces) {
        var units = word.codePoints().toArray();
        if (units.length > WORD_CHARS_MAX) {
            pieces.add(UNKNOWN);
            return;
        }
        var found = new ArrayList<Integer>();
        for (var start = 0; start < units.length; ) {
            var end = units.length;
            Integer number = null;
            for (; end > start && number == null; end--) {
                var piece = new String(units, start, end - start);
                number = vocabulary.get(start == 0 ? piece : INSIDE + piece);
            }
            if (number == null) {
                pieces.add(UNKNOWN);
                return;
            }
            found.add(number);
            start = end + 1;
        }
        pieces.addAll(found);
    }

    /// {@return what stands between white space; each sign of punctuation and each Han sign alone}
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var cut = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text;
        for (var sign : Normalizer.normalize(cut, Normalizer.Form.NFD).codePoints().toArray()) {
            var type = Character.getType(sign);
            if (isWhite(sign)) {
                flush(word, words);
            } else if (isPunctuation(sign, type) || isHan(sign)) {
                flush(word, words);
                words.add(Character.toString(sign));
            } else if (!isLeftOut(sign, type)) {
                word.appendCodePoint(Character.toLowerCase(sign));
            }
        }
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isWhite(int sign) {
        return sign == '\t'
                || sign == '\n'
                || sign == '\r'
                || Character.isWhitespace(sign)
                || Character.isSpaceChar(sign);
    }

    /// Control signs, and the accents that NFD has parted from their letters.
    private static boolean isLeftOut(int sign, int type) {
        return sign == 0xfffd
                || switch (type) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.UNASSIGNED,
                            Character.PRIVATE_USE,
                            Character.SURROGATE,
                            Character.NON_SPACING_MARK ->
                            true;
                    default -> false;
                };
    }

    private static boolean isPunctuation(int sign, int type) {
        if (sign < 0x80) {
            return sign > ' ' && !Character.isLetterOrDigit(sign) && sign != 0x7f;
        }
        return switch (type) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION ->
                    true;
            default -> false;
        };
    }

    private static boolean isHan(int sign) {
        return (sign >= 0x4e00 && sign <= 0x9fff)
                || (sign >= 0x3400 && sign <= 0x4dbf)
                || (sign >= 0x20000 && sign <= 0x2ceaf)
                || (sign >= 0xf900 && sign <= 0xfaff)
                || (sign >= 0x2f800 && sign <= 0x2fa1f);
    }
}
