package carapace.protocol.vectors;

import static carapace.protocol.vectors.Cast.ADA_SIGNING;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.SignedRecord;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `record/bad`: what is wrong with the form, the header or the JSON of a record. Wherever it can
/// be, the signature is right, so that a reader who only checks it takes the record.
final class BadRecords {

    private static final SignedRecord HONEST =
            SignedRecord.sign(
                    Cast.payload(new PostBody.Edit(Cast.POST, "title", "text")), ADA_SIGNING);
    private static final String PAYLOAD = Cast.payloadText(HONEST);
    private static final String[] PARTS = HONEST.compact().split("\\.", -1);
    private static final String INPUT = PARTS[0] + "." + PARTS[1];

    private final VectorSet set;

    private BadRecords(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var records = new BadRecords(set);
        records.forms();
        records.base64();
        records.signatures();
        records.headers();
        records.algorithms();
        records.types();
        records.encodings();
        records.json();
        records.strings();
        records.numbers();
    }

    private void forms() {
        add("not-jws/empty", "");
        add("not-jws/no-dot", HONEST.compact().replace(".", ""));
        add("not-jws/one-dot", INPUT);
        add("not-jws/four-parts", HONEST.compact() + ".");
        add("not-jws/five-parts", "." + HONEST.compact() + ".");
        add("not-jws/line-feed-at-the-end", HONEST.compact() + "\n");
        add("not-jws/space-at-the-start", " " + HONEST.compact());
        add("not-jws/beyond-ascii", HONEST.compact() + "é");
        add("not-jws/byte-order-mark", "\ufeff" + HONEST.compact());
        add("not-jws/nul-at-the-end", HONEST.compact() + "\0");
        add(
                "not-jws/flattened-json",
                "{\"protected\":\"%s\",\"payload\":\"%s\",\"signature\":\"%s\"}"
                        .formatted((Object[]) PARTS));
        var large = Forge.sign(Forge.HEADER, GoodRecords.post("x", 49_043), ADA_SIGNING);
        add("too-large/one-character-more", large);
        add("too-large/of-nothing", "A".repeat(SignedRecord.BYTES_MAX + 1));
    }

    private void base64() {
        // This payload would need one character of padding, each signature two.
        var odd = Forge.sign(Forge.HEADER, padded(PAYLOAD, 2), ADA_SIGNING).split("\\.", -1);
        add(
                "not-jws/padding-in-payload",
                Forge.signInput(odd[0] + "." + odd[1] + "=", ADA_SIGNING));
        add("not-jws/padding-in-signature", HONEST.compact() + "==");
        add("not-jws/unused-bits-in-payload", Forge.signInput(raised(INPUT, odd), ADA_SIGNING));
        var last = HONEST.compact().charAt(HONEST.compact().length() - 1);
        var other = (char) (last + 1);
        add("not-jws/unused-bits-in-signature", cut(HONEST.compact(), 1) + other);
        add("not-jws/length-that-cannot-be", HONEST.compact() + "AAA");
        var dashes = PAYLOAD.replace("\"title\":\"title\"", "\"title\":\"?>?>?>?>\"");
        var input = Forge.input(Forge.utf8(Forge.HEADER), Forge.utf8(dashes));
        add(
                "not-jws/standard-alphabet",
                Forge.signInput(input.replace('-', '+').replace('_', '/'), ADA_SIGNING));
        add("not-jws/line-feed-inside", Forge.signInput(PARTS[0] + ".\n" + PARTS[1], ADA_SIGNING));
    }

    private static String padded(String payload, int remainder) {
        var spaces = Math.floorMod(remainder - Forge.utf8(payload).length, 3);
        return payload + " ".repeat(spaces);
    }

    /// The last character of the payload with its lowest bit set, which no byte needs.
    private static String raised(String input, String[] odd) {
        var payload = odd[1];
        var last = payload.charAt(payload.length() - 1);
        return input.substring(0, input.indexOf('.') + 1) + cut(payload, 1) + (char) (last + 1);
    }

    private static String cut(String text, int characters) {
        return text.substring(0, text.length() - characters);
    }

    private void signatures() {
        var signature = Base64Url.decode(PARTS[2]);
        add("not-jws/signature-missing", INPUT + ".");
        add("not-jws/signature-63-bytes", with(Arrays.copyOf(signature, 63)));
        add("not-jws/signature-65-bytes", with(Arrays.copyOf(signature, 65)));
        add(
                "not-jws/signature-twice",
                with(ByteBuffer.allocate(128).put(signature).put(signature).array()));
    }

    private static String with(byte[] signature) {
        return INPUT + "." + Base64Url.encode(signature);
    }

    private void headers() {
        var start = "{\"typ\":\"carapace-record+jws\",\"alg\":\"EdDSA\",";
        var jwk = "\"jwk\":%s}".formatted(JsonWriter.write(Cast.MALLORY.publicKey().jwk()));
        header("bad-header/jwk", start + jwk);
        header("bad-header/kid", start + "\"kid\":\"1\"}");
        header("bad-header/crit", start + "\"crit\":[\"b64\"],\"b64\":false}");
        header("bad-header/crit-empty", start + "\"crit\":[]}");
        header("bad-header/b64", start + "\"b64\":true}");
        header("bad-header/cty", start + "\"cty\":\"json\"}");
        header("bad-header/x5c", start + "\"x5c\":[]}");
        header("bad-header/no-typ", "{\"alg\":\"EdDSA\"}");
        header("bad-header/no-alg", "{\"typ\":\"carapace-record+jws\"}");
        header("bad-header/nothing", "{}");
        header("bad-header/upper-case", "{\"typ\":\"carapace-record+jws\",\"ALG\":\"EdDSA\"}");
        header("wrong-member-type/header-list", "[\"EdDSA\",\"carapace-record+jws\"]");
        header("wrong-member-type/header-null", "null");
        header("bad-json/header-empty", "");
        header("bad-json/header-cut", cut(Forge.HEADER, 1));
        header("bad-json/header-twice", Forge.HEADER + Forge.HEADER);
        header("duplicate-member/header-alg", start + "\"alg\":\"EdDSA\"}");
        header("duplicate-member/header-alg-none", start + "\"alg\":\"none\"}");
        header("duplicate-member/header-escape", start + "\"\\u0061lg\":\"none\"}");
        header("too-deep/header", start + "\"a\":" + "[".repeat(8) + "]".repeat(8) + "}");
        header("bad-number/header", start + "\"exp\":1.5}");
    }

    private void algorithms() {
        for (var algorithm : List.of("ES256", "RS256", "HS256", "eddsa", "Ed25519", "EdDSA ", "")) {
            var name = algorithm.isEmpty() ? "empty" : algorithm.replace(" ", "-and-space");
            header("wrong-algorithm/" + name, algorithm(algorithm));
        }
        header("wrong-algorithm/number", algorithm("x").replace("\"x\"", "1"));
        header("wrong-algorithm/list", algorithm("x").replace("\"x\"", "[\"EdDSA\"]"));
        header("wrong-algorithm/null", algorithm("x").replace("\"x\"", "null"));
        var none = Base64Url.encode(Forge.utf8(algorithm("none"))) + "." + PARTS[1];
        add("wrong-algorithm/none", none + ".");
        add("wrong-algorithm/none-with-signature", Forge.signInput(none, ADA_SIGNING));
        var hmac = Base64Url.encode(Forge.utf8(algorithm("HS256"))) + "." + PARTS[1];
        add("wrong-algorithm/HS256-by-the-public-key", hmac + "." + Base64Url.encode(mac(hmac)));
    }

    private static String algorithm(String name) {
        return Forge.HEADER.replace("EdDSA", name);
    }

    private static byte[] mac(String input) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(ADA_SIGNING.publicKey().bytes(), "HmacSHA256"));
            return mac.doFinal(Forge.utf8(input));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HMAC", e);
        }
    }

    private void types() {
        for (var type :
                List.of("JWT", "carapace-receipt+jws", "dpop+jwt", "Carapace-Record+JWS", "")) {
            var name = type.isEmpty() ? "empty" : type;
            header("wrong-type/" + name, Forge.HEADER.replace("carapace-record+jws", type));
        }
        header("wrong-type/media-type", Forge.HEADER.replace("carapace", "application/carapace"));
        header(
                "wrong-type/list",
                Forge.HEADER.replace("\"carapace-record+jws\"", "[\"carapace-record+jws\"]"));
    }

    private void encodings() {
        bytes("not-utf8/latin-1", "e9");
        bytes("not-utf8/cut", "e282");
        bytes("not-utf8/continuation-alone", "80");
        bytes("not-utf8/overlong-nul", "c080");
        bytes("not-utf8/overlong-quote", "e080a2");
        bytes("not-utf8/surrogate", "eda080");
        bytes("not-utf8/surrogate-pair-cesu-8", "eda0beedb69e");
        bytes("not-utf8/beyond-unicode", "f4908080");
        bytes("not-utf8/ff", "ff");
        var header = Forge.HEADER.replace("EdDSA", "Ed\u00ff").getBytes(ISO_8859_1);
        add("not-utf8/header", Forge.sign(header, Forge.utf8(PAYLOAD), ADA_SIGNING));
    }

    /// Puts the bytes into the title.
    private void bytes(String path, String hex) {
        var parts = PAYLOAD.split("\"title\":\"", 2);
        var payload =
                ByteBuffer.allocate(PAYLOAD.length() + hex.length() / 2)
                        .put(Forge.utf8(parts[0] + "\"title\":\""))
                        .put(HexFormat.of().parseHex(hex))
                        .put(Forge.utf8(parts[1]))
                        .array();
        add(path, Forge.sign(Forge.utf8(Forge.HEADER), payload, ADA_SIGNING));
    }

    private void json() {
        payload("bad-json/empty", "");
        payload("bad-json/space", " ");
        payload("bad-json/byte-order-mark", "\ufeff" + PAYLOAD);
        payload("bad-json/no-break-space", PAYLOAD.replace("\"seq\":7", "\"seq\":\u00a07"));
        payload("bad-json/cut", cut(PAYLOAD, 1));
        payload("bad-json/text-after", PAYLOAD + "x");
        payload("bad-json/value-after", PAYLOAD + "{}");
        payload("bad-json/nul-after", PAYLOAD + "\0");
        payload("bad-json/comma-at-the-end", cut(PAYLOAD, 1) + ",}");
        payload("bad-json/comma-at-the-start", "{," + PAYLOAD.substring(1));
        payload("bad-json/comma-missing", PAYLOAD.replace(",\"seq\"", " \"seq\""));
        payload("bad-json/colon-missing", PAYLOAD.replace("\"seq\":7", "\"seq\" 7"));
        payload("bad-json/comment", PAYLOAD.replace("\"seq\":7", "\"seq\":7/**/"));
        payload("bad-json/single-quotes", PAYLOAD.replace("\"seq\"", "'seq'"));
        payload("bad-json/bare-name", PAYLOAD.replace("\"seq\"", "seq"));
        payload("bad-json/true-in-capitals", PAYLOAD.replace("\"seq\":7", "\"seq\":True"));
        payload("bad-json/nan", PAYLOAD.replace("\"seq\":7", "\"seq\":NaN"));
        payload("bad-json/plus-sign", PAYLOAD.replace("\"seq\":7", "\"seq\":+7"));
        payload("bad-json/hexadecimal", PAYLOAD.replace("\"seq\":7", "\"seq\":0x7"));
        payload("duplicate-member/seq", "{\"seq\":8," + PAYLOAD.substring(1));
        payload("duplicate-member/same-value", "{\"seq\":7," + PAYLOAD.substring(1));
        payload("duplicate-member/escape", "{\"\\u0073eq\":8," + PAYLOAD.substring(1));
        payload("duplicate-member/escapes-in-both", escaped("\\u0073eq", "s\\u0065q"));
        payload("duplicate-member/in-body", PAYLOAD.replace("\"title\"", "\"text\""));
        payload("duplicate-member/unknown", "{\"x\":1,\"x\":1," + PAYLOAD.substring(1));
        payload("too-deep/nine", in("[".repeat(7) + "]".repeat(7)));
        payload("too-deep/objects", in("{\"a\":".repeat(7) + "1" + "}".repeat(7)));
        payload("too-deep/thousands", in("[".repeat(20_000) + "]".repeat(20_000)));
        // Payload, 8 members, 3 in the body, the list itself.
        var room = StrictJson.VALUES_MAX - 12;
        payload("unknown-member/ten-thousand-values", in(list(room)));
        payload("too-many-values/ten-thousand-and-one", in(list(room + 1)));
    }

    private static String list(int entries) {
        return "[" + String.join(",", Collections.nCopies(entries, "0")) + "]";
    }

    private static String escaped(String first, String second) {
        return PAYLOAD.replace("{\"v\"", "{\"%s\":7,\"v\"".formatted(first))
                .replace("\"seq\"", "\"%s\"".formatted(second));
    }

    /// The value as a member that nobody knows, in the body.
    private static String in(String value) {
        return PAYLOAD.replace("\"title\":\"title\"", "\"x\":" + value);
    }

    private void strings() {
        title("bad-json/line-feed-in-text", "a\nb");
        title("bad-json/tab-in-text", "a\tb");
        title("bad-json/nul-in-text", "a\0b");
        title("bad-json/escape-unknown", "\\x41");
        title("bad-json/escape-quote-single", "\\'");
        title("bad-json/escape-long", "\\u{41}");
        title("bad-json/escape-cut", "\\u004");
        title("bad-json/escape-not-hexadecimal", "\\u00g1");
        title("bad-json/escape-full-width-digits", "\\u００４１");
        title("lone-surrogate/high", "\\ud83e");
        title("lone-surrogate/low", "\\udd9e");
        title("lone-surrogate/reversed", "\\udd9e\\ud83e");
        title("lone-surrogate/high-twice", "\\ud83e\\ud83e\\udd9e");
        title("lone-surrogate/high-before-letter", "\\ud83ex");
        payload("lone-surrogate/name", "{\"\\ud83e\":1," + PAYLOAD.substring(1));
        title("bad-value/nul", "a\\u0000b");
        payload("bad-value/nul-in-name", "{\"v\\u0000\":1," + PAYLOAD.substring(1));
    }

    private void title(String path, String spelling) {
        payload(
                path,
                PAYLOAD.replace("\"title\":\"title\"", "\"title\":\"%s\"".formatted(spelling)));
    }

    private void numbers() {
        seq("bad-number/2-to-53", "9007199254740992");
        seq("bad-number/minus-2-to-53", "-9007199254740992");
        seq("bad-number/2-to-64-plus-7", "18446744073709551623");
        seq("bad-number/thousand-digits", "7".repeat(1_000));
        seq("bad-number/fraction", "7.5");
        seq("bad-number/fraction-of-nothing", "7.0");
        seq("bad-number/exponent", "7e0");
        seq("bad-number/exponent-capital", "7E+0");
        seq("bad-number/zero-first", "07");
        seq("bad-number/minus-zero", "-0");
        seq("bad-json/minus-alone", "-");
        seq("bad-json/point-first", ".7");
    }

    private void seq(String path, String spelling) {
        payload(path, PAYLOAD.replace("\"seq\":7", "\"seq\":" + spelling));
    }

    private void header(String path, String header) {
        add(path, Forge.sign(header, PAYLOAD, ADA_SIGNING));
    }

    private void payload(String path, String payload) {
        add(path, Forge.sign(Forge.HEADER, payload, ADA_SIGNING));
    }

    private void add(String path, String compact) {
        set.add("record/bad/%s.jws".formatted(path), compact);
    }
}
