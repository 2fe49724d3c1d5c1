package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Uploads that are a picture to one reader and a page or script to another.
///
/// A try is one upload under one name. It got through when what is served for it has any of the
/// upload's words, is of a type that browsers run, or may be guessed to be another.
final class Polyglots {

    private static final String WORDS = "<script>alert('polyglot')</script>";
    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\">%s</svg>".formatted(WORDS);

    /// One pixel.
    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=");

    private static final byte[] PNG =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
                                    + "DwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// Behind the head of a PNG: eight bytes, and a chunk of 25.
    private static final int AFTER_HEAD = 33;

    private static final List<String> TYPES =
            List.of("image/png", "image/svg+xml", "text/html", "application/octet-stream");

    private final Target target;
    private final Attempts attempts;

    Polyglots(Target target, Attempts attempts) {
        this.target = target;
        this.attempts = attempts;
    }

    private static Map<String, byte[]> uploads() {
        var uploads = new LinkedHashMap<String, byte[]>();
        uploads.put("SVG", latin(SVG));
        uploads.put("HTML", latin("<!doctype html>" + WORDS));
        uploads.put("HTML behind the head of a GIF", latin("GIF89a/*" + WORDS));
        uploads.put("HTML behind a GIF", joined(GIF, latin(WORDS)));
        uploads.put("HTML in a comment of a GIF", inGif());
        uploads.put("HTML in a text of a PNG", inPng());
        uploads.put("HTML behind a PNG", joined(PNG, latin(WORDS)));
        uploads.put("a PNG behind HTML", joined(latin(WORDS), PNG));
        return uploads;
    }

    void attack() throws Exception {
        var agent = Puppet.claimed(target, "polyglot");
        for (var upload : uploads().entrySet()) {
            for (var type : TYPES) {
                attack(agent, upload.getKey(), type, upload.getValue());
            }
        }
        if (served == 0) {
            throw new IllegalStateException("no upload was taken, so none was looked at");
        }
    }

    private int served;

    private void attack(Puppet agent, String what, String type, byte[] bytes) throws Exception {
        var kind = served % 2 == 0 ? "avatar" : "banner";
        var answer = upload(agent, "/v1/images?kind=" + kind, type, bytes);
        if (!answer.ok()) {
            attempts.refused("an upload that is a page", answer);
            return;
        }
        served++;
        var url = Members.tolerant(StrictJson.parse(answer.body())).text("url", 1, 100);
        var image = agent.wire().get(agent.url(url), Map.of());
        attempts.tried(
                "an upload that is a page",
                isPage(image),
                "%s as %s: %s".formatted(what, type, url));
    }

    /// With an honest proof; what goes before brings a fresh nonce.
    private static Answer upload(Puppet agent, String path, String type, byte[] bytes)
            throws Exception {
        var token = agent.token();
        agent.call("GET", "/v1/posts?limit=1", token, "");
        var headers =
                Map.of(
                        "Authorization",
                        "DPoP " + token,
                        "DPoP",
                        agent.proof("POST", path, token).sign(agent.access()),
                        "Content-Type",
                        type);
        return agent.wire().send("POST", agent.url(path), headers, bytes);
    }

    private static boolean isPage(Answer image) {
        return !image.ok()
                || !List.of("image/png", "image/jpeg").contains(image.header("Content-Type"))
                || !image.header("X-Content-Type-Options").equals("nosniff")
                || !image.header("Content-Security-Policy").contains("sandbox")
                || image.body().contains("script")
                || image.body().contains("polyglot");
    }

    private static byte[] inGif() {
        var comment = latin(WORDS);
        var block = new byte[comment.length + 4];
        block[0] = 0x21;
        block[1] = (byte) 0xfe;
        block[2] = (byte) comment.length;
        System.arraycopy(comment, 0, block, 3, comment.length);
        // Behind the head and its two colours.
        return inserted(GIF, 19, block);
    }

    private static byte[] inPng() {
        var text = latin("tEXtComment\0" + WORDS);
        var crc = new CRC32();
        crc.update(text);
        var chunk =
                java.nio.ByteBuffer.allocate(text.length + 8)
                        .putInt(text.length - 4)
                        .put(text)
                        .putInt((int) crc.getValue());
        return inserted(PNG, AFTER_HEAD, chunk.array());
    }

    private static byte[] inserted(byte[] into, int at, byte[] bytes) {
        var all = new ByteArrayOutputStream();
        all.write(into, 0, at);
        all.writeBytes(bytes);
        all.write(into, at, into.length - at);
        return all.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return inserted(first, first.length, second);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
