package carapace.protocol.vectors;

import carapace.protocol.json.StrictJson;
import java.util.Collections;
import java.util.HexFormat;

/// `json`: texts that strict JSON takes, and those that it refuses, by flaw. Texts that are refused
/// in records are not repeated here.
final class JsonFiles {

    private final VectorSet set;

    private JsonFiles(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var files = new JsonFiles(set);
        files.accepted();
        files.structures();
        files.strings();
        files.numbers();
    }

    private void accepted() {
        accept("empty-object", "{}");
        accept("empty-list", "[]");
        accept("empty-text", "\"\"");
        accept("true", "true");
        accept("false", "false");
        accept("null", "null");
        accept("zero", "0");
        accept("number-largest", "9007199254740991");
        accept("number-smallest", "-9007199254740991");
        accept("spaces", " \t\r\n{ \"a\" : [ 1 , 2 ] } \n");
        accept("depth-8", "[".repeat(8) + "]".repeat(8));
        accept("values-10000", list(StrictJson.VALUES_MAX));
        accept("escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F\\u00e9\\ud83e\\udd9e\"");
        accept("no-escapes", "\"/é🦞\u007f\u0080\u2028\u2029\ufeff\uffff\"");
        accept("names-alike", "{\"a\":1,\"A\":2,\"\":3,\" a\":4,\"а\":5,\"é\":6,\"e\u0301\":7}");
        accept("all-kinds", "{\"o\":{},\"l\":[null,true,false,-1,\"x\"]}");
    }

    private void structures() {
        refuse("bad-json/empty", "");
        refuse("bad-json/space", " \n");
        refuse("bad-json/open-object", "{");
        refuse("bad-json/open-list", "[1");
        refuse("bad-json/closed-otherwise", "[1}");
        refuse("bad-json/closed-twice", "[]]");
        refuse("bad-json/value-missing", "{\"a\":}");
        refuse("bad-json/name-missing", "{:1}");
        refuse("bad-json/name-number", "{1:1}");
        refuse("bad-json/name-list", "{[]:1}");
        refuse("bad-json/comma-in-list", "[1,]");
        refuse("bad-json/comma-alone", "[,]");
        refuse("bad-json/comma-twice", "[1,,2]");
        refuse("bad-json/two-values", "1 2");
        refuse("bad-json/word-longer", "nullx");
        refuse("bad-json/word-shorter", "nul");
        refuse("bad-json/word-capital", "Null");
        refuse("bad-json/infinity", "Infinity");
        refuse("bad-json/form-feed", "\f1");
        refuse("bad-json/vertical-tab", "[1,\u000b2]");
        refuse("bad-json/next-line", "[1,\u00852]");
        refuse("bad-json/zero-width-space", "\u200b1");
        refuse("bad-json/byte-order-mark", bytes("efbbbf7b7d"));
        refuse("bad-json/utf-16", bytes("007b007d"));
        refuse("bad-json/line-comment", "1//");
        refuse("bad-json/hash-comment", "1#");
        refuse("bad-json/record-separator", "\u001e{}");
        refuse("not-utf8/utf-16-mark", bytes("fffe7b007d00"));
        refuse("not-utf8/in-name", bytes("7b22ff223a317d"));
        refuse("not-utf8/after-the-value", bytes("7b7dc3"));
        refuse("duplicate-member/inner", "[{\"a\":1,\"a\":1}]");
        refuse("duplicate-member/empty-name", "{\"\":1,\"\":1}");
        refuse("duplicate-member/surrogates", "{\"🦞\":1,\"\\ud83e\\udd9e\":1}");
        refuse("too-deep/9", "[".repeat(9) + "]".repeat(9));
        refuse("too-deep/mixed", "{\"a\":[".repeat(5) + "]}".repeat(5));
        refuse("too-deep/open", "[".repeat(100_000));
        refuse("too-many-values/10001", list(StrictJson.VALUES_MAX + 1));
    }

    private static String list(int values) {
        return "[" + String.join(",", Collections.nCopies(values - 1, "0")) + "]";
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private void strings() {
        refuse("bad-json/text-open", "\"a");
        refuse("bad-json/text-open-after-escape", "\"a\\n");
        refuse("bad-json/escape-at-the-end", "\"\\");
        refuse("bad-json/escape-closes", "\"\\\"");
        refuse("bad-json/escape-capital-u", "\"\\U0041\"");
        refuse("bad-json/escape-octal", "\"\\101\"");
        refuse("bad-json/escape-line-feed", "\"\\\n\"");
        refuse("bad-json/escape-sign", "\"\\u+041\"");
        refuse("bad-json/control-1f", "\"\u001f\"");
        refuse("bad-json/control-after-escape", "\"\\n\u0001\"");
        refuse("lone-surrogate/high-then-escape", "\"\\ud83e\\n\"");
        refuse("lone-surrogate/high-then-high", "\"\\ud83e\\ud83e\"");
        refuse("bad-value/nul", "\"\\u0000\"");
        refuse("bad-value/nul-in-name", "{\"\\u0000\":1}");
    }

    private void numbers() {
        refuse("bad-number/2-to-53", "9007199254740992");
        refuse("bad-number/17-digits", "10000000000000000");
        refuse("bad-number/2-to-63", "9223372036854775808");
        refuse("bad-number/2-to-64", "18446744073709551616");
        refuse("bad-number/minus-zero", "-0");
        refuse("bad-number/zero-twice", "00");
        refuse("bad-number/minus-zero-first", "-01");
        refuse("bad-number/fraction", "1.5");
        refuse("bad-number/fraction-open", "1.");
        refuse("bad-number/exponent", "1e5");
        refuse("bad-number/exponent-huge", "1e400");
        refuse("bad-number/exponent-open", "1E");
        refuse("bad-json/minus", "-");
        refuse("bad-json/minus-twice", "--1");
        refuse("bad-json/minus-nan", "-NaN");
        refuse("bad-json/plus", "+1");
        refuse("bad-json/point-first", ".5");
        refuse("bad-json/hexadecimal", "0x10");
        refuse("bad-json/underscore", "1_000");
        refuse("bad-json/other-digits", "٧");
        refuse("bad-json/full-width-digits", "１");
    }

    private void accept(String name, String text) {
        set.add("json/accept/%s.json".formatted(name), text);
    }

    private void refuse(String name, String text) {
        refuse(name, Forge.utf8(text));
    }

    private void refuse(String name, byte[] text) {
        set.add("json/refuse/%s.json".formatted(name), text);
    }
}
