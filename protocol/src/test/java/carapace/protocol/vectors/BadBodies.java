package carapace.protocol.vectors;

import static carapace.protocol.vectors.Cast.ADA_KEYS;
import static carapace.protocol.vectors.Cast.ADA_SIGNING;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.key.KeyMuseum;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.MessageBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.RelationBody;
import carapace.protocol.record.SignedRecord;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/// `record/bad`: members that are missing, unknown, of another type or out of their range, in
/// records that are otherwise well formed and rightly signed.
final class BadBodies {

    private static final CommunityName GENERAL = new CommunityName("general");

    private static final String EDIT = text(new PostBody.Edit(Cast.POST, "title", "text"));
    private static final String CREATE =
            Cast.payloadText(
                    SignedRecord.sign(
                            new RecordPayload(
                                    Cast.ORIGIN,
                                    Cast.ADA,
                                    0,
                                    null,
                                    Cast.AT,
                                    new AgentBody.Create(
                                            ADA_KEYS, Cast.id("claim").value(), "Ada", null)),
                            ADA_SIGNING));

    private final VectorSet set;

    private BadBodies(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var bodies = new BadBodies(set);
        bodies.missing();
        bodies.unknown();
        bodies.wrongTypes();
        bodies.envelope();
        bodies.times();
        bodies.keys();
        bodies.posts();
        bodies.others();
    }

    private static String text(Body body) {
        return Cast.payloadText(SignedRecord.sign(Cast.payload(body), ADA_SIGNING));
    }

    private void missing() {
        for (var name : List.of("v", "type", "origin", "agent", "seq", "prev", "at", "body")) {
            payload("missing-member/" + name, without(name));
        }
        change(
                "missing-member/post-edit-nothing",
                EDIT,
                ",\"title\":\"title\",\"text\":\"text\"",
                "");
        change("missing-member/post", EDIT, "\"post\":\"%s\",".formatted(Cast.POST), "");
        var post = text(new PostBody.Create(GENERAL, "title", "text", null));
        change("missing-member/post-create-title", post, "\"title\":\"title\",", "");
        change("missing-member/agent-create-claim", CREATE, claim(Cast.id("claim").value()), "");
        change("missing-member/agent-create-signing", CREATE, signing(jwk()), "");
        change("missing-member/jwk-crv", CREATE, "\"crv\":\"Ed25519\",", "");
        var rotation = text(new AgentBody.RotateKeys(Cast.NEXT_KEYS, Duration.ofSeconds(60)));
        change("missing-member/rotate-keys-overlap", rotation, ",\"overlap\":60", "");
        var update = text(new CommunityBody.Update(GENERAL, "All", null, null));
        change("missing-member/community-update-nothing", update, ",\"displayName\":\"All\"", "");
    }

    private static String without(String name) {
        try {
            var members = new LinkedHashMap<>(((JsonObject) StrictJson.parse(EDIT)).members());
            members.remove(name);
            return JsonWriter.write(JsonObject.of(members));
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private void unknown() {
        payload("unknown-member/top", "{\"x\":1," + EDIT.substring(1));
        change("unknown-member/capital", EDIT, "\"seq\":7", "\"Seq\":7");
        change("unknown-member/in-body", EDIT, "\"title\":\"title\"", "\"x\":1");
        change("unknown-member/of-another-type", EDIT, "\"title\":\"title\"", "\"url\":\"a\"");
        change("unknown-member/score", EDIT, "\"title\":\"title\"", "\"score\":1");
        change("unknown-member/in-keys", CREATE, "\"messaging\"", "\"extra\":1,\"messaging\"");
        change("unknown-member/private-key", CREATE, "\"crv\"", "\"d\":\"AAAA\",\"crv\"");
        change("unknown-member/key-id", CREATE, "\"crv\"", "\"kid\":\"1\",\"crv\"");
    }

    private void wrongTypes() {
        payload("wrong-member-type/payload-list", "[" + EDIT + "]");
        payload("wrong-member-type/payload-text", JsonWriter.write(new JsonString(EDIT)));
        payload("wrong-member-type/payload-null", "null");
        change("wrong-member-type/v-text", EDIT, "\"v\":1", "\"v\":\"1\"");
        change("wrong-member-type/seq-text", EDIT, "\"seq\":7", "\"seq\":\"7\"");
        change("wrong-member-type/seq-null", EDIT, "\"seq\":7", "\"seq\":null");
        change("wrong-member-type/type-list", EDIT, "\"post.edit\"", "[\"post.edit\"]");
        change(
                "wrong-member-type/prev-number",
                EDIT,
                "\"prev\":\"" + Cast.PREVIOUS + "\"",
                "\"prev\":0");
        change("wrong-member-type/at-number", EDIT, "\"" + at() + "\"", "1769860800000");
        payload(
                "wrong-member-type/body-list",
                EDIT.replace("\"body\":{", "\"body\":[{").replace("}}", "}]}"));
        change("wrong-member-type/title-null", EDIT, "\"title\":\"title\"", "\"title\":null");
        change("wrong-member-type/title-number", EDIT, "\"title\":\"title\"", "\"title\":1");
        var pin = text(new PostBody.Pin(Cast.POST, true));
        change("wrong-member-type/pinned-text", pin, "\"pinned\":true", "\"pinned\":\"true\"");
        change("wrong-member-type/pinned-number", pin, "\"pinned\":true", "\"pinned\":1");
        change("wrong-member-type/jwk-text", CREATE, signing(jwk()), "\"signing\":\"key\",");
        var prekeys = text(new MessageBody.Prekeys(List.of(ADA_KEYS.messaging())));
        change(
                "wrong-member-type/prekeys-text",
                prekeys,
                "[\"" + messaging() + "\"]",
                "\"" + messaging() + "\"");
        change("wrong-member-type/prekeys-numbers", prekeys, "\"" + messaging() + "\"", "1");
    }

    private void envelope() {
        change("bad-value/v-0", EDIT, "\"v\":1", "\"v\":0");
        change("bad-value/v-2", EDIT, "\"v\":1", "\"v\":2");
        change("bad-value/type-empty", EDIT, "post.edit", "");
        change("unknown-record-type/post-like", EDIT, "post.edit", "post.like");
        change("unknown-record-type/capitals", EDIT, "post.edit", "Post.Edit");
        change("unknown-record-type/enum-name", EDIT, "post.edit", "POST_EDIT");
        change("unknown-record-type/space", EDIT, "post.edit", "post.edit ");
        change("bad-value/origin-two-letters", EDIT, "vectors.example", "ve");
        change("bad-value/origin-capital", EDIT, "vectors.example", "Vectors.example");
        change("bad-value/origin-underscore", EDIT, "vectors.example", "vectors_example");
        change("bad-value/origin-dot-first", EDIT, "vectors.example", ".example");
        change("bad-value/origin-65", EDIT, "vectors.example", "a".repeat(65));
        change("bad-value/origin-url", EDIT, "vectors.example", "https://vectors.example");
        change("bad-value/agent-one-letter", EDIT, "\"ada\"", "\"a\"");
        change("bad-value/agent-capital", EDIT, "\"ada\"", "\"Ada\"");
        change("bad-value/agent-hyphen-first", EDIT, "\"ada\"", "\"-ada\"");
        change("bad-value/agent-cyrillic", EDIT, "\"ada\"", "\"аda\"");
        change("bad-value/agent-33", EDIT, "\"ada\"", "\"" + "a".repeat(33) + "\"");
        change("bad-value/seq-minus-1", EDIT, "\"seq\":7", "\"seq\":-1");
        change(
                "bad-value/seq-0-with-prev",
                CREATE,
                "\"prev\":null",
                "\"prev\":\"" + Cast.PREVIOUS + "\"");
        change(
                "bad-value/seq-7-without-prev",
                EDIT,
                "\"prev\":\"" + Cast.PREVIOUS + "\"",
                "\"prev\":null");
        payload(
                "bad-value/seq-0-of-another-type",
                EDIT.replace("\"seq\":7", "\"seq\":0")
                        .replace("\"prev\":\"" + Cast.PREVIOUS + "\"", "\"prev\":null"));
        payload(
                "bad-value/create-later",
                CREATE.replace("\"seq\":0", "\"seq\":7")
                        .replace("\"prev\":null", "\"prev\":\"" + Cast.PREVIOUS + "\""));
        change("bad-value/prev-42", EDIT, Cast.PREVIOUS.value(), "A".repeat(42));
        change("bad-value/prev-44", EDIT, Cast.PREVIOUS.value(), "A".repeat(44));
        change("bad-value/prev-unused-bits", EDIT, Cast.PREVIOUS.value(), "A".repeat(42) + "B");
        change("bad-value/prev-padded", EDIT, Cast.PREVIOUS.value(), "A".repeat(42) + "=");
        change("bad-value/prev-hexadecimal", EDIT, Cast.PREVIOUS.value(), "0".repeat(64));
    }

    private void times() {
        for (var wrong :
                List.of(
                        List.of("no-milliseconds", "2026-01-31T12:00:00Z"),
                        List.of("microseconds", "2026-01-31T12:00:00.000000Z"),
                        List.of("two-digits", "2026-01-31T12:00:00.00Z"),
                        List.of("offset", "2026-01-31T12:00:00.000+00:00"),
                        List.of("offset-short", "2026-01-31T12:00:00.00+0"),
                        List.of("small-z", "2026-01-31T12:00:00.000z"),
                        List.of("small-t", "2026-01-31t12:00:00.000Z"),
                        List.of("space", "2026-01-31 12:00:00.000Z"),
                        List.of("comma", "2026-01-31T12:00:00,000Z"),
                        List.of("no-such-day", "2026-02-30T12:00:00.000Z"),
                        List.of("no-leap-year", "2026-02-29T12:00:00.000Z"),
                        List.of("month-13", "2026-13-01T12:00:00.000Z"),
                        List.of("hour-24", "2026-01-31T24:00:00.000Z"),
                        List.of("leap-second", "2026-12-31T23:59:60.000Z"),
                        List.of("sign", "+026-01-31T12:00:00.000Z"),
                        List.of("year-10000", "+10000-01-31T12:00:00.000Z"),
                        List.of("other-digits", "٢٠٢٦-01-31T12:00:00.000Z"),
                        List.of("number", "1769860800000"))) {
            change("bad-value/at-" + wrong.getFirst(), EDIT, at(), wrong.getLast());
        }
    }

    private static String at() {
        return "2026-01-31T12:00:00.000Z";
    }

    private void keys() {
        for (var bad : KeyMuseum.badEd25519().entrySet()) {
            var x = Base64Url.encode(bad.getValue());
            change("bad-value/signing-" + bad.getKey(), CREATE, x(), x);
        }
        change("bad-value/signing-42-characters", CREATE, x(), "A".repeat(42));
        change("bad-value/signing-unused-bits", CREATE, x(), "A".repeat(42) + "B");
        var access = "\"access\":" + JsonWriter.write(ADA_KEYS.access().jwk());
        change("bad-value/access-is-signing", CREATE, access, "\"access\":" + jwk());
        var p256 = signing(JsonWriter.write(Cast.P256.jwk()));
        change("unknown-member/signing-p256", CREATE, signing(jwk()), p256);
        change("bad-value/signing-x25519", CREATE, jwk(), jwk().replace("Ed25519", "X25519"));
        change("bad-value/signing-kty", CREATE, jwk(), jwk().replace("OKP", "okp"));
        for (var bad : KeyMuseum.badP256().entrySet()) {
            change(
                    "bad-value/access-p256-" + bad.getKey(),
                    CREATE,
                    access,
                    "\"access\":" + bad.getValue());
        }
        change("bad-value/messaging-short", CREATE, messaging(), messaging().substring(1));
        change("bad-value/messaging-long", CREATE, messaging(), messaging() + "A");
        change("bad-value/messaging-not-reduced", CREATE, messaging(), "_".repeat(1_621) + "w");
        change(
                "bad-value/claim-unused-bits",
                CREATE,
                Cast.id("claim").value(),
                "A".repeat(42) + "B");
        change("bad-value/claim-short", CREATE, Cast.id("claim").value(), "A".repeat(42));
    }

    private static String jwk() {
        return JsonWriter.write(ADA_SIGNING.publicKey().jwk());
    }

    private static String x() {
        return Base64Url.encode(ADA_SIGNING.publicKey().bytes());
    }

    private static String signing(String jwk) {
        return "\"signing\":" + jwk + ",";
    }

    private static String claim(String code) {
        return "\"claim\":\"" + code + "\",";
    }

    private static String messaging() {
        return Base64Url.encode(ADA_KEYS.messaging().bytes());
    }

    private void posts() {
        var post = text(new PostBody.Create(GENERAL, "title", "text", "https://example.org/"));
        change("bad-value/title-empty", post, "\"title\":\"title\"", "\"title\":\"\"");
        change(
                "bad-value/title-301",
                post,
                "\"title\":\"title\"",
                "\"title\":\"" + "x".repeat(301) + "\"");
        change(
                "bad-value/text-40001",
                post,
                "\"text\":\"text\"",
                "\"text\":\"" + "x".repeat(40_001) + "\"");
        change("bad-value/community-31", post, "general", "g".repeat(31));
        change("bad-value/community-underscore", post, "general", "gen_eral");
        for (var url :
                List.of(
                        List.of("relative", "/a"),
                        List.of("no-host", "https:///a"),
                        List.of("javascript", "javascript:alert(1)"),
                        List.of("credentials", "https://a:b@example.org/"),
                        List.of("backslash", "https://example.org\\\\@evil.example/"),
                        List.of("beyond-ascii", "https://example.org/é"),
                        List.of("zone", "http://[fe80::1%25eth0]/"),
                        List.of("port", "https://example.org:65536/"),
                        List.of("2049", "https://example.org/" + "a".repeat(2_029)))) {
            change("bad-value/url-" + url.getFirst(), post, "https://example.org/", url.getLast());
        }
        var comment = text(new PostBody.Comment(Cast.POST, Cast.COMMENT, "text"));
        change("bad-value/comment-empty", comment, "\"text\":\"text\"", "\"text\":\"\"");
        change(
                "bad-value/comment-10001",
                comment,
                "\"text\":\"text\"",
                "\"text\":\"" + "x".repeat(10_001) + "\"");
        change("wrong-member-type/parent-null", comment, "\"" + Cast.COMMENT + "\"", "null");
        change("bad-value/parent-unused-bits", comment, Cast.COMMENT.value(), "A".repeat(42) + "B");
        var vote = text(new PostBody.Vote(Cast.POST, PostBody.Vote.Direction.UP));
        change("bad-value/vote-sideways", vote, "\"up\"", "\"left\"");
        change("bad-value/vote-capital", vote, "\"up\"", "\"Up\"");
        change("wrong-member-type/vote-number", vote, "\"up\"", "1");
    }

    private void others() {
        var rotation = text(new AgentBody.RotateKeys(Cast.NEXT_KEYS, Duration.ofSeconds(60)));
        change("bad-value/overlap-3601", rotation, "\"overlap\":60", "\"overlap\":3601");
        change("bad-value/overlap-minus-1", rotation, "\"overlap\":60", "\"overlap\":-1");
        change("bad-value/display-name-65", CREATE, "\"Ada\"", "\"" + "x".repeat(65) + "\"");
        change("bad-value/display-name-empty", CREATE, "\"Ada\"", "\"\"");
        var follow = text(new RelationBody.Follow(new Handle("bob"), true));
        change("bad-value/follow-nobody", follow, "\"bob\"", "\"\"");
        change("bad-value/follow-capital", follow, "\"bob\"", "\"Bob\"");
        var report = text(new ModerationBody.Report(Cast.POST, "spam", "x"));
        change("bad-value/report-reason-65", report, "\"spam\"", "\"" + "x".repeat(65) + "\"");
        change("bad-value/report-target-handle", report, Cast.POST.value(), "bob");
        var act = text(new ModerationBody.Act("freeze", "bob", null, 7L, Cast.AT.plusMillis(1)));
        change("bad-value/amount-1000001", act, "\"amount\":7", "\"amount\":1000001");
        change("bad-value/amount-minus-1", act, "\"amount\":7", "\"amount\":-1");
        change(
                "bad-value/until-tomorrow",
                act,
                "2026-01-31T12:00:00.001Z",
                "2026-02-30T12:00:00.001Z");
        var answer = text(new MessageBody.Answer(Cast.id("request"), true));
        change("bad-value/answer-decide", answer, "\"accept\"", "\"decide\"");
        change("bad-value/answer-yes", answer, "\"accept\"", "\"yes\"");
        var prekeys = text(new MessageBody.Prekeys(List.of(ADA_KEYS.messaging())));
        var one = "\"" + messaging() + "\"";
        change("bad-value/prekeys-none", prekeys, one, "");
        change(
                "bad-value/prekeys-21",
                prekeys,
                one,
                String.join(",", Collections.nCopies(21, one)));
        change("bad-value/prekeys-short", prekeys, one, "\"AAAA\"");
    }

    private void change(String path, String payload, String from, String to) {
        if (!payload.contains(from)) {
            throw new AssertionError("nothing to change for " + path);
        }
        payload(path, payload.replace(from, to));
    }

    private void payload(String path, String payload) {
        set.add(
                "record/bad/%s.jws".formatted(path),
                Forge.sign(Forge.HEADER, payload, ADA_SIGNING));
    }
}
