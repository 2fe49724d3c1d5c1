package carapace.protocol.json;

import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonBool;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads RFC 8259 JSON with every freedom taken away that lets two readers disagree.
public final class StrictJson {

    /// Objects and arrays inside each other, the outermost counted.
    public static final int DEPTH_MAX = 8;

    /// Values in a text, those inside others counted, names not. A page of 100 posts has about
    /// 1,700; without a bound 1 MiB of `{}` would fill 32 MB of memory.
    public static final int VALUES_MAX = 10_000;

    private final String text;
    private int at;
    private int values;

    private StrictJson(String text) {
        this.text = text;
    }

    /// Reads one value that fills the whole text.
    ///
    /// @param utf8 no byte order mark; the caller bounds its size
    /// @throws JsonException when anything about it is not exactly right
    public static JsonValue parse(byte[] utf8) throws JsonException {
        try {
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException e) {
            throw new JsonException(Flaw.NOT_UTF8, "text is not valid UTF-8");
        }
    }

    /// As [#parse(byte[])], for text that is decoded already.
    public static JsonValue parse(String text) throws JsonException {
        var reader = new StrictJson(text);
        reader.skipSpace();
        var value = reader.value(1);
        reader.skipSpace();
        if (reader.at < text.length()) {
            throw reader.bad("unexpected text after the value");
        }
        return value;
    }

    private JsonValue value(int depth) throws JsonException {
        if (++values > VALUES_MAX) {
            throw new JsonException(
                    Flaw.TOO_MANY_VALUES, "more than %d values".formatted(VALUES_MAX));
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new JsonString(string());
            case 't' -> word("true", new JsonBool(true));
            case 'f' -> word("false", new JsonBool(false));
            case 'n' -> word("null", new JsonNull());
            default -> number();
        };
    }

    private JsonObject object(int depth) throws JsonException {
        enter(depth);
        var members = new LinkedHashMap<String, JsonValue>();
        if (!closes('}')) {
            do {
                skipSpace();
                if (peek() != '"') {
                    throw bad("a member's name is expected");
                }
                var name = string();
                skipSpace();
                expect(':');
                skipSpace();
                if (members.putIfAbsent(name, value(depth + 1)) != null) {
                    throw new JsonException(
                            Flaw.DUPLICATE_MEMBER, "member repeated before position " + at);
                }
                skipSpace();
            } while (goesOn('}'));
        }
        return new JsonObject(members);
    }

    private JsonArray array(int depth) throws JsonException {
        enter(depth);
        var values = new ArrayList<JsonValue>();
        if (!closes(']')) {
            do {
                skipSpace();
                values.add(value(depth + 1));
                skipSpace();
            } while (goesOn(']'));
        }
        return new JsonArray(values);
    }

    private void enter(int depth) throws JsonException {
        if (depth > DEPTH_MAX) {
            throw new JsonException(Flaw.TOO_DEEP, "nested deeper than " + DEPTH_MAX);
        }
        at++;
        skipSpace();
    }

    private boolean closes(char end) throws JsonException {
        if (peek() == end) {
            at++;
            return true;
        }
        return false;
    }

    private boolean goesOn(char end) throws JsonException {
        var next = peek();
        at++;
        if (next == ',') {
            return true;
        }
        if (next == end) {
            return false;
        }
        throw bad("a comma or the end is expected");
    }

    private JsonValue word(String word, JsonValue value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw bad("a value is expected");
        }
        at += word.length();
        return value;
    }

    private JsonNumber number() throws JsonException {
        var start = at;
        if (peek() == '-') {
            at++;
        }
        var digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == digits) {
            throw bad("a value is expected");
        }
        var zeroFirst = text.charAt(digits) == '0' && (at > digits + 1 || digits > start);
        if (zeroFirst || at - digits > 16 || fractionFollows()) {
            throw badNumber();
        }
        var value = Long.parseLong(text, start, at, 10);
        if (Math.abs(value) > JsonNumber.MAX) {
            throw badNumber();
        }
        return new JsonNumber(value);
    }

    private boolean fractionFollows() {
        return at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0;
    }

    private JsonException badNumber() {
        return new JsonException(
                Flaw.BAD_NUMBER,
                "only whole numbers within 2^53 are allowed, before position " + at);
    }

    private String string() throws JsonException {
        at++;
        var start = at;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '"') {
                return whole(text.substring(start, at++));
            }
            if (c == '\\') {
                return whole(escapedString(start));
            }
            refuseControl(c);
            at++;
        }
        throw bad("a string is not closed");
    }

    private String escapedString(int start) throws JsonException {
        var decoded = new StringBuilder().append(text, start, at);
        while (at < text.length()) {
            var c = text.charAt(at++);
            if (c == '"') {
                return decoded.toString();
            }
            if (c == '\\') {
                decoded.append(escape());
            } else {
                refuseControl(c);
                decoded.append(c);
            }
        }
        throw bad("a string is not closed");
    }

    private char escape() throws JsonException {
        var kind = peek();
        at++;
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw bad("unknown escape");
        };
    }

    private char hex() throws JsonException {
        if (at + 4 > text.length()) {
            throw bad("an escape is cut off");
        }
        var value = 0;
        for (var end = at + 4; at < end; at++) {
            var c = text.charAt(at);
            var digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw bad("an escape is not hexadecimal");
            }
            value = value << 4 | digit;
        }
        return notNul((char) value);
    }

    /// Some readers take U+0000 for the end of a text, and PostgreSQL cannot hold it.
    private char notNul(char c) throws JsonException {
        if (c == 0) {
            throw new JsonException(Flaw.BAD_VALUE, "U+0000 before position " + at);
        }
        return c;
    }

    private void refuseControl(char c) throws JsonException {
        if (c < ' ') {
            throw bad("control characters must be escaped");
        }
    }

    private String whole(String value) throws JsonException {
        if (Surrogates.standAlone(value)) {
            throw new JsonException(Flaw.LONE_SURROGATE, "lone surrogate before position " + at);
        }
        return value;
    }

    private char peek() throws JsonException {
        if (at >= text.length()) {
            throw bad("the text ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) throws JsonException {
        if (peek() != c) {
            throw bad("'" + c + "' is expected");
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private JsonException bad(String what) {
        return new JsonException(Flaw.BAD_JSON, what + " at position " + at);
    }
}
