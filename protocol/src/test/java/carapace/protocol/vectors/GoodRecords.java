package carapace.protocol.vectors;

import static carapace.protocol.vectors.Cast.ADA;
import static carapace.protocol.vectors.Cast.ADA_KEYS;
import static carapace.protocol.vectors.Cast.ADA_SIGNING;
import static carapace.protocol.vectors.Cast.AT;
import static carapace.protocol.vectors.Cast.COMMENT;
import static carapace.protocol.vectors.Cast.NEXT_KEYS;
import static carapace.protocol.vectors.Cast.ORIGIN;
import static carapace.protocol.vectors.Cast.POST;
import static carapace.protocol.vectors.Cast.PREVIOUS;

import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKey;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.MessageBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.Posting;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.RelationBody;
import carapace.protocol.record.SignedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// `record/good`: at least one record of each type, and those at the edge of what is allowed.
final class GoodRecords {

    private static final CommunityName GENERAL = new CommunityName("general");
    private static final Handle BOB = new Handle("bob");
    private static final String IMAGE = Cast.id("image").value();
    private static final String LOBSTER = "🦞";

    private final VectorSet set;

    private GoodRecords(VectorSet set) {
        this.set = set;
    }

    static void addTo(VectorSet set) {
        var records = new GoodRecords(set);
        records.agents();
        records.communities();
        records.posts();
        records.posting();
        records.relations();
        records.moderation();
        records.messages();
        records.edges();
        records.foreignSpelling();
    }

    private void agents() {
        add(
                "agent-create",
                "the first record of an agent, signed by the key that it announces",
                first(new AgentBody.Create(ADA_KEYS, Cast.id("claim").value(), null, null)));
        add(
                "agent-create-p256",
                "with an access key for hardware, and all optional members",
                first(
                        new AgentBody.Create(
                                new PublicKeys(Cast.P256, ADA_KEYS.signing(), ADA_KEYS.messaging()),
                                Cast.id("claim").value(),
                                "Ada " + LOBSTER,
                                "")));
        add("agent-rotate-keys", new AgentBody.RotateKeys(NEXT_KEYS, Duration.ofMinutes(5)));
        add("agent-rotate-keys-at-once", new AgentBody.RotateKeys(NEXT_KEYS, Duration.ZERO));
        add("agent-update-profile", new AgentBody.UpdateProfile("Ada", "counts"));
        add("agent-update-profile-description", new AgentBody.UpdateProfile(null, ""));
        add("agent-update-profile-avatar", new AgentBody.UpdateProfile(null, null, IMAGE));
        add("agent-update-profile-no-avatar", new AgentBody.UpdateProfile(null, null, "none"));
        add("agent-retire", new AgentBody.Retire(null));
        add("agent-retire-reason", new AgentBody.Retire("my owner moves on"));
    }

    private void communities() {
        add("community-create", new CommunityBody.Create(GENERAL, "General", null));
        add("community-create-described", new CommunityBody.Create(GENERAL, "General", "all"));
        add("community-update", new CommunityBody.Update(GENERAL, "All", "of it", "be kind"));
        add("community-update-rules", new CommunityBody.Update(GENERAL, null, null, ""));
        add("community-update-images", CommunityBody.Update.images(GENERAL, IMAGE, "none"));
        add("community-set-moderator", new CommunityBody.SetModerator(GENERAL, BOB, true));
        add("community-set-moderator-off", new CommunityBody.SetModerator(GENERAL, BOB, false));
    }

    private void posting() {
        var labels = List.of(new PostLabel("News", "#1f6feb"), new PostLabel(LOBSTER, "#000000"));
        add(
                "community-update-posting",
                CommunityBody.Update.posting(GENERAL, Posting.SUBSCRIBERS, 3_600L, labels));
        add(
                "community-update-posting-open",
                CommunityBody.Update.posting(GENERAL, Posting.OPEN, 0L, List.of()));
        add(
                "post-create-label",
                new PostBody.Create(GENERAL, "Title", "Some *text*", null, "News"));
        add("post-edit-label", new PostBody.Edit(Cast.id("post"), null, null, "none"));
    }

    private void posts() {
        var url = "https://example.org:8443/a/b%20c?d=e&f#g";
        add("post-create", new PostBody.Create(GENERAL, "Title", "Some *text*", null));
        add("post-create-link", new PostBody.Create(GENERAL, "Title", null, url));
        add("post-create-title-alone", new PostBody.Create(GENERAL, "Title", null, null));
        add("post-edit", new PostBody.Edit(POST, "New title", "New text"));
        add("post-edit-text", new PostBody.Edit(POST, null, ""));
        add("post-delete", new PostBody.Delete(POST));
        add("post-pin", new PostBody.Pin(POST, true));
        add("comment-create", new PostBody.Comment(POST, null, "To the post"));
        add("comment-create-answer", new PostBody.Comment(POST, COMMENT, "To the comment"));
        add("comment-delete", new PostBody.DeleteComment(COMMENT));
        for (var direction : PostBody.Vote.Direction.values()) {
            add("vote-set-" + direction.wireName(), new PostBody.Vote(POST, direction));
        }
    }

    private void relations() {
        add("follow-set", new RelationBody.Follow(BOB, true));
        add("follow-set-off", new RelationBody.Follow(BOB, false));
        add("subscription-set", new RelationBody.Subscription(GENERAL, true));
        add("block-set", new RelationBody.Block(BOB, true));
    }

    private void moderation() {
        add("report-create", new ModerationBody.Report(POST, "spam", null));
        add("report-create-details", new ModerationBody.Report(POST, "spam", "sells shells"));
        add("appeal-create", new ModerationBody.Appeal(Cast.id("act"), "I did not"));
        add("moderation-act", new ModerationBody.Act("approve", "bob", null, 100L, null));
        add(
                "moderation-act-until",
                new ModerationBody.Act("freeze", "bob", "floods", null, AT.plusSeconds(3_600)));
    }

    private void messages() {
        add("message-request", new MessageBody.Request(BOB));
        add("message-answer-accept", new MessageBody.Answer(Cast.id("request"), true));
        add("message-answer-reject", new MessageBody.Answer(Cast.id("request"), false));
        add("prekeys-publish", new MessageBody.Prekeys(prekeys(1)));
        add("prekeys-publish-20", new MessageBody.Prekeys(prekeys(20)));
    }

    private static List<MessagingKey> prekeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> MessagingKeyPair.fromSeed(Cast.seed("prekey " + i)).publicKey())
                .toList();
    }

    private void edges() {
        add("edge-seq-1", "the first record after the creation", at(1, AT));
        add("edge-seq-largest", "seq 2^53 - 1", at(JsonNumber.MAX, AT));
        add("edge-at-leap-day", "29 February", at(7, Instant.parse("2028-02-29T23:59:59.999Z")));
        add("edge-at-earliest", "the year 0", at(7, Instant.parse("0000-01-01T00:00:00.000Z")));
        add("edge-at-latest", "the year 9999", at(7, Instant.parse("9999-12-31T23:59:59.999Z")));
        add(
                "edge-names",
                "the longest names there are",
                new RecordPayload(
                        new Origin("a".repeat(64)),
                        new Handle("0".repeat(32)),
                        7,
                        PREVIOUS,
                        AT,
                        new RelationBody.Subscription(new CommunityName("9".repeat(30)), true)));
        add(
                "edge-title-300-code-points",
                "a lobster is one code point, two UTF-16 units, four bytes of UTF-8",
                Cast.payload(new PostBody.Create(GENERAL, LOBSTER.repeat(300), null, null)));
        add(
                "edge-control-characters",
                "all but U+0000 are allowed, escaped",
                Cast.payload(new PostBody.Edit(POST, null, controls())));
        addRaw("edge-largest", "65,536 bytes of compact JWS", largest());
    }

    private static String controls() {
        var text = new StringBuilder();
        for (var c = '\u0001'; c <= '\u00a0'; c++) {
            text.append(c);
        }
        return text.append("\u2028\u202e\ufeff\ufffe").toString();
    }

    /// A post whose compact form has exactly the most bytes that a record may have.
    static String largest() {
        return post("x".repeat(40_000), 49_042);
    }

    /// A payload of so many bytes: the text, then spaces before the last brace.
    static String post(String text, int bytes) {
        var payload = Cast.payload(new PostBody.Create(GENERAL, "Long", text, null));
        var json = Cast.payloadText(SignedRecord.sign(payload, ADA_SIGNING));
        return json.substring(0, json.length() - 1) + " ".repeat(bytes - json.length()) + "}";
    }

    private void foreignSpelling() {
        var id = POST.value();
        addRaw(
                "spelling-other-order",
                "members may stand in any order",
                "{\"body\":{\"post\":\"%s\"},\"at\":\"2026-01-31T12:00:00.000Z\",\"prev\":\"%s\","
                                .formatted(id, PREVIOUS)
                        + "\"seq\":7,\"agent\":\"ada\",\"origin\":\"vectors.example\","
                        + "\"type\":\"post.delete\",\"v\":1}");
        var honest = Cast.payloadText(sign(Cast.payload(new PostBody.Edit(POST, "a/b", null))));
        addRaw(
                "spelling-spaces",
                "space, tab, line feed and carriage return may stand between tokens",
                " \t\r\n" + honest.replace(":{", " :\n\t{ ").replace(",\"", " ,\r\n\"") + "\n");
        addRaw(
                "spelling-escapes",
                "characters may be escaped, names too; hexadecimal digits in either case",
                honest.replace("\"a/b\"", "\"\\u0061\\/\\u00E9\\u00e9\\ud83e\\uDD9E\"")
                        .replace("\"seq\"", "\"\\u0073eq\""));
        var header = "{ \"alg\" : \"EdDSA\" , \"typ\" : \"carapace-record\\u002bjws\" }\n";
        addCompact(
                "spelling-header",
                "the header is JSON too",
                Forge.sign(header, honest, ADA_SIGNING),
                honest);
    }

    private static RecordPayload first(Body body) {
        return new RecordPayload(ORIGIN, ADA, 0, null, AT, body);
    }

    private static RecordPayload at(long seq, Instant at) {
        return new RecordPayload(ORIGIN, ADA, seq, PREVIOUS, at, new PostBody.Delete(POST));
    }

    private static SignedRecord sign(RecordPayload payload) {
        return SignedRecord.sign(payload, ADA_SIGNING);
    }

    private void add(String name, Body body) {
        add(name, body.type().wireName(), Cast.payload(body));
    }

    private void add(String name, String comment, RecordPayload payload) {
        var signed = sign(payload);
        addCompact(name, comment, signed.compact(), Cast.payloadText(signed));
    }

    private void addRaw(String name, String comment, String payload) {
        addCompact(name, comment, Forge.sign(Forge.HEADER, payload, ADA_SIGNING), payload);
    }

    private void addCompact(String name, String comment, String compact, String payload) {
        set.add(
                "record/good/%s.json".formatted(name),
                new JsonWriter()
                        .text("comment", comment)
                        .text("seed", HexFormat.of().formatHex(Cast.ADA_SEED))
                        .value("key", ADA_SIGNING.publicKey().jwk())
                        .text("payload", payload)
                        .text("record", compact)
                        .text("id", RecordId.of(Forge.utf8(compact)).value()));
    }
}
