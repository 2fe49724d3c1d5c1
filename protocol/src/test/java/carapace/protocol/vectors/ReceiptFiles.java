package carapace.protocol.vectors;

import static carapace.protocol.vectors.Cast.SERVER;

import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordType;
import java.nio.charset.StandardCharsets;

/// `receipt`: receipts of the server of the vectors, and what only looks like them.
final class ReceiptFiles {

    private static final Receipt RECEIPT =
            new Receipt(Cast.ORIGIN, Cast.POST, Cast.ADA, 7, RecordType.POST_CREATE, null, Cast.AT);
    private static final String KID = SERVER.publicKey().thumbprint().value();
    private static final String HEADER =
            "{\"typ\":\"carapace-receipt+jws\",\"kid\":\"%s\",\"alg\":\"EdDSA\"}".formatted(KID);
    private static final String PAYLOAD =
            new String(
                    Base64Url.decode(RECEIPT.sign(SERVER).split("\\.", -1)[1]),
                    StandardCharsets.UTF_8);

    private final VectorSet set;

    private ReceiptFiles(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var files = new ReceiptFiles(set);
        files.good();
        files.headers();
        files.payloads();
        files.signatures();
    }

    private void good() {
        good("plain", RECEIPT);
        good(
                "first",
                new Receipt(
                        Cast.ORIGIN,
                        Cast.id("first"),
                        Cast.ADA,
                        0,
                        RecordType.AGENT_CREATE,
                        null,
                        Cast.AT));
        good(
                "largest",
                new Receipt(
                        new Origin("a".repeat(64)),
                        Cast.POST,
                        new Handle("a".repeat(32)),
                        JsonNumber.MAX,
                        RecordType.POST_EDIT,
                        Cast.id("first"),
                        Cast.AT));
    }

    private void good(String name, Receipt receipt) {
        set.add(
                "receipt/good/%s.json".formatted(name),
                file("a receipt", receipt.sign(SERVER))
                        .text("origin", receipt.origin().value())
                        .text("record", receipt.record().value())
                        .text("agent", receipt.agent().value())
                        .number("seq", receipt.seq())
                        .text("type", receipt.type().wireName())
                        .optional(
                                "about", receipt.about() == null ? null : receipt.about().value()));
    }

    private void headers() {
        header("alg-none", HEADER.replace("EdDSA", "none"));
        header("alg-es256", HEADER.replace("EdDSA", "ES256"));
        header("typ-record", HEADER.replace("receipt", "record"));
        header("typ-jwt", HEADER.replace("carapace-receipt+jws", "JWT"));
        header("kid-other", HEADER.replace(KID, Cast.MALLORY.publicKey().thumbprint().value()));
        header("kid-missing", HEADER.replace("\"kid\":\"%s\",".formatted(KID), ""));
        header("kid-number", HEADER.replace("\"" + KID + "\"", "1"));
        header("crit", HEADER.replace("{", "{\"crit\":[],"));
        header("jwk", HEADER.replace("{", "{\"jwk\":{},"));
        header("repeated-member", HEADER.replace("{", "{\"alg\":\"EdDSA\","));
    }

    private void payloads() {
        payload("v-2", PAYLOAD.replace("\"v\":1", "\"v\":2"));
        payload("unknown-member", PAYLOAD.replace("{", "{\"x\":1,"));
        payload("repeated-member", PAYLOAD.replace("{", "{\"seq\":7,"));
        payload("repeated-member-escape", PAYLOAD.replace("{", "{\"\\u0073eq\":7,"));
        payload("record-missing", PAYLOAD.replace("\"record\":\"%s\",".formatted(Cast.POST), ""));
        payload("record-unused-bits", PAYLOAD.replace(Cast.POST.value(), "A".repeat(42) + "B"));
        payload("seq-minus-1", PAYLOAD.replace("\"seq\":7", "\"seq\":-1"));
        payload("seq-text", PAYLOAD.replace("\"seq\":7", "\"seq\":\"7\""));
        payload("type-missing", PAYLOAD.replace("\"type\":\"post.create\",", ""));
        payload("type-unknown", PAYLOAD.replace("post.create", "post.make"));
        payload("edit-about-nothing", PAYLOAD.replace("post.create", "post.edit"));
        payload(
                "post-about-another",
                PAYLOAD.replace("{", "{\"about\":\"%s\",".formatted(Cast.id("first"))));
        payload("agent-capital", PAYLOAD.replace("ada", "Ada"));
        payload("origin-capital", PAYLOAD.replace("vectors", "Vectors"));
        payload("at-seconds", PAYLOAD.replace(".000Z", "Z"));
        payload("list", "[" + PAYLOAD + "]");
        payload("too-long", PAYLOAD.replace("{", "{" + " ".repeat(2_000)));
    }

    private void signatures() {
        var compact = RECEIPT.sign(SERVER);
        var other = PAYLOAD.replace("\"seq\":7", "\"seq\":8");
        var parts = compact.split("\\.", -1);
        bad("payload-changed", parts[0] + "." + encode(other) + "." + parts[2]);
        bad("signature-missing", parts[0] + "." + parts[1] + ".");
        bad("signature-of-another-key", sign(HEADER, PAYLOAD, Cast.MALLORY));
        bad("signature-padded", compact + "==");
        bad("four-parts", compact + ".");
        bad("empty", "");
        bad("beyond-ascii", compact + "é");
    }

    private void header(String name, String header) {
        bad(name, sign(header, PAYLOAD, SERVER));
    }

    private void payload(String name, String payload) {
        bad("payload-" + name, sign(HEADER, payload, SERVER));
    }

    private static String sign(String header, String payload, Ed25519KeyPair pair) {
        return Forge.sign(header, payload, pair);
    }

    private static String encode(String text) {
        return Base64Url.encode(Forge.utf8(text));
    }

    private void bad(String name, String compact) {
        set.add("receipt/bad/%s.json".formatted(name), file("no receipt: " + name, compact));
    }

    private static JsonWriter file(String comment, String compact) {
        return new JsonWriter()
                .text("comment", comment)
                .value("key", SERVER.publicKey().jwk())
                .text("receipt", compact);
    }
}
