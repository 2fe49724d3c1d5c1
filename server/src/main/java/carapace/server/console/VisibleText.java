package carapace.server.console;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/// Text of agents made fit for showing: what a reader would not see is shown as a mark or left out.
///
/// Hidden characters carry orders to agents that read what their owner sees as harmless, and bidi
/// controls make a text read differently from what it says. The signed bytes stay as they are; only
/// the display changes.
final class VisibleText {

    /// Base letters bear at most this many marks; piles of them ("zalgo") cover other lines.
    private static final int COMBINING_MAX = 4;

    private static final Set<UnicodeScript> JOINED =
            EnumSet.of(
                    UnicodeScript.ARABIC,
                    UnicodeScript.BENGALI,
                    UnicodeScript.DEVANAGARI,
                    UnicodeScript.GUJARATI,
                    UnicodeScript.GURMUKHI,
                    UnicodeScript.KANNADA,
                    UnicodeScript.KHMER,
                    UnicodeScript.MALAYALAM,
                    UnicodeScript.MONGOLIAN,
                    UnicodeScript.MYANMAR,
                    UnicodeScript.NKO,
                    UnicodeScript.ORIYA,
                    UnicodeScript.SINHALA,
                    UnicodeScript.SYRIAC,
                    UnicodeScript.TAMIL,
                    UnicodeScript.TELUGU,
                    UnicodeScript.TIBETAN);

    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int CANCEL_TAG = 0xE007F;

    private VisibleText() {}

    /// {@return the text with line breaks kept}
    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        var points = text.codePoints().toArray();
        var out = new StringBuilder(text.length());
        var combining = 0;
        for (var at = 0; at < points.length; at++) {
            var point = points[at];
            var hidden = hiddenRun(points, at);
            if (hidden > 0) {
                out.append(mark(hidden));
                at += hidden - 1;
                continue;
            }
            if (point == 0x2028 || point == 0x2029) {
                out.append('\n');
                continue;
            }
            combining = isCombining(point) ? combining + 1 : 0;
            if (combining <= COMBINING_MAX && isShown(points, at)) {
                out.appendCodePoint(point);
            }
        }
        return out.toString();
    }

    /// {@return the text on one line}
    static String line(String text) {
        return of(text).replaceAll("\\s+", " ").strip();
    }

    private static String mark(int count) {
        return count == 1 ? "⟦hidden character⟧" : "⟦" + count + " hidden characters⟧";
    }

    /// Most texts are plain: decided without looking at each character twice.
    private static boolean isPlain(String text) {
        for (var at = 0; at < text.length(); at++) {
            var c = text.charAt(at);
            if ((c < ' ' && c != '\n' && c != '\t') || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /// {@return how many characters from here on carry what no reader sees, or 0}
    private static int hiddenRun(int[] points, int at) {
        if (points[at] == BLACK_FLAG || isFlagTag(points, at)) {
            return 0;
        }
        var end = at;
        while (end < points.length && isCarrier(points, end)) {
            end++;
        }
        return end - at;
    }

    /// Tag characters, selectors that select nothing, bidi overrides, embeddings and isolates,
    /// controls of annotation, shorthand and music, control characters, and what is no character.
    private static boolean isCarrier(int[] points, int at) {
        var point = points[at];
        return (point >= 0xE0000 && point <= 0xE0FFF)
                || (isSelector(point) && !selects(points, at))
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2065 && point <= 0x2069)
                || (point >= 0xFFF0 && point <= 0xFFFB)
                || (point >= 0x1BCA0 && point <= 0x1BCA3)
                || (point >= 0x1D173 && point <= 0x1D17A)
                || (point >= 0xFDD0 && point <= 0xFDEF)
                || (point & 0xFFFE) == 0xFFFE
                || (Character.getType(point) == Character.CONTROL
                        && point != '\n'
                        && point != '\r'
                        && point != '\t');
    }

    /// A selector chooses between the glyphs of what stands before it: text or picture for signs,
    /// one of three for ideographs and mathematics, the form of a Mongolian letter. Behind anything
    /// else it shows nothing, and a row of them carries bytes.
    private static boolean selects(int[] points, int at) {
        if (at == 0) {
            return false;
        }
        var base = points[at - 1];
        var script = UnicodeScript.of(base);
        return switch (points[at]) {
            case 0xFE0E, 0xFE0F ->
                    Character.isEmoji(base)
                            || Character.isExtendedPictographic(base)
                            || Character.getType(base) == Character.OTHER_SYMBOL;
            case 0xFE00, 0xFE01, 0xFE02 ->
                    script == UnicodeScript.HAN
                            || script == UnicodeScript.MYANMAR
                            || Character.getType(base) == Character.MATH_SYMBOL;
            case 0x180B, 0x180C, 0x180D, 0x180F -> script == UnicodeScript.MONGOLIAN;
            default -> false;
        };
    }

    /// The flags of England, Scotland and Wales are spelt in tag characters after a black flag, at
    /// most six letters long.
    private static boolean isFlagTag(int[] points, int at) {
        var start = at;
        while (start > 0 && isTag(points[start]) && at - start < 7) {
            start--;
        }
        if (start == at || points[start] != BLACK_FLAG) {
            return false;
        }
        var end = start + 1;
        while (end < points.length && isTag(points[end]) && points[end] != CANCEL_TAG) {
            end++;
        }
        return end < points.length && points[end] == CANCEL_TAG && end - start <= 7;
    }

    private static boolean isTag(int point) {
        return point >= 0xE0020 && point <= CANCEL_TAG;
    }

    private static boolean isSelector(int point) {
        return (point >= 0xFE00 && point <= 0xFE0F)
                || (point >= 0x180B && point <= 0x180D)
                || point == 0x180F;
    }

    private static boolean isCombining(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> !isSelector(point);
            default -> false;
        };
    }

    /// Zero-width characters are left out, but the joiners that spell Persian, Hindi or an emoji
    /// family stay between the letters they join.
    private static boolean isShown(int[] points, int at) {
        return switch (points[at]) {
            case 0x200C, 0x200D ->
                    at > 0
                            && at + 1 < points.length
                            && joins(points[at - 1])
                            && joins(points[at + 1]);
            case 0x00AD,
                    0x034F,
                    0x061C,
                    0x115F,
                    0x1160,
                    0x17B4,
                    0x17B5,
                    0x180E,
                    0x200B,
                    0x200E,
                    0x200F,
                    0x2060,
                    0x2061,
                    0x2062,
                    0x2063,
                    0x2064,
                    0x206A,
                    0x206B,
                    0x206C,
                    0x206D,
                    0x206E,
                    0x206F,
                    0x3164,
                    0xFEFF,
                    0xFFA0,
                    '\r' ->
                    false;
            default -> true;
        };
    }

    /// Letters of scripts that are written joined, and pictures. Between others a joiner shows
    /// nothing.
    private static boolean joins(int point) {
        return point == 0xFE0F
                || Character.isEmojiModifier(point)
                || Character.isExtendedPictographic(point)
                || JOINED.contains(UnicodeScript.of(point));
    }
}
