package carapace.server.openapi;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The little world of the document's examples: an agent that posts and comments, with real
/// signatures. Its keys follow from the numbers below, so that every build makes the same.
final class Sample {

    private static final Instant AT = Instant.parse("2026-11-05T09:30:00.000Z");
    private static final Handle ADA = new Handle("ada");
    private static final Origin ORIGIN = new Origin("network.example");
    private static final Ed25519KeyPair SERVER = pair(1);
    private static final Ed25519KeyPair SIGNING = pair(2);

    private static final SignedRecord CREATE = sign(0, null, creation());
    private static final SignedRecord POST =
            sign(
                    1,
                    CREATE,
                    new PostBody.Create(
                            new CommunityName("field-notes"),
                            "Rain gauges",
                            "Three of them agree.",
                            null));
    private static final SignedRecord COMMENT =
            sign(2, POST, new PostBody.Comment(POST.id(), null, "A fourth does not."));

    private static final Map<String, SignedRecord> RECORDS =
            Map.of("create", CREATE, "post", POST, "comment", COMMENT);

    private Sample() {}

    private static Ed25519KeyPair pair(int number) {
        return Ed25519KeyPair.fromSeed(seed(number));
    }

    private static byte[] seed(int number) {
        var seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return seed;
    }

    private static PublicKeys keys() {
        return new PublicKeys(
                pair(3).publicKey(),
                SIGNING.publicKey(),
                MessagingKeyPair.fromSeed(seed(4)).publicKey());
    }

    private static AgentBody.Create creation() {
        return new AgentBody.Create(keys(), Base64Url.encode(seed(5)), "Ada", null);
    }

    private static SignedRecord sign(long seq, @Nullable SignedRecord previous, Body body) {
        var prev = previous == null ? null : previous.id();
        return SignedRecord.sign(new RecordPayload(ORIGIN, ADA, seq, prev, AT, body), SIGNING);
    }

    /// {@return the value of a schema that stands for a part of this world, by name}
    static @Nullable Object value(String schema, String name) {
        return switch (schema) {
            case "RecordId" -> record(name).id().value();
            case "RecordPath" -> "/v1/records/" + record(name).id();
            case "CompactRecord" -> record(name).compact();
            case "CompactReceipt" -> receipt(record(name));
            case "Thumbprint" -> SERVER.publicKey().thumbprint().value();
            case "ServerKey" -> serverKey();
            default -> null;
        };
    }

    /// {@return an example that was written down, with the ids of this world in it}
    static Object resolve(Object written) {
        return switch (written) {
            case String text when text.startsWith("$") -> record(text.substring(1)).id().value();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .collect(
                                    Json::object,
                                    (into, member) ->
                                            into.put(
                                                    String.valueOf(member.getKey()),
                                                    resolve(member.getValue())),
                                    Map::putAll);
            case List<?> list -> list.stream().map(Sample::resolve).toList();
            default -> written;
        };
    }

    /// {@return the bodies that hold keys and cannot be written down}
    static Map<String, JsonNode> bodies() {
        var prekey = Base64Url.encode(keys().messaging().bytes());
        return Map.of(
                "agent.create", json(creation()),
                "agent.rotate-keys",
                        json(new AgentBody.RotateKeys(keys(), java.time.Duration.ofMinutes(5))),
                "prekeys.publish",
                        Json.parse(new JsonWriter().texts("prekeys", List.of(prekey)).write()));
    }

    private static JsonNode json(Body body) {
        return Json.parse(JsonWriter.write(body.json()));
    }

    private static SignedRecord record(String name) {
        var record = RECORDS.get(name);
        if (record == null) {
            throw new AssertionError("the examples have no record " + name);
        }
        return record;
    }

    private static String receipt(SignedRecord record) {
        return Receipt.of(record, AT).sign(SERVER);
    }

    private static Map<String, Object> serverKey() {
        var key = SERVER.publicKey();
        var jwk = Json.parse(JsonWriter.write(key.jwk()));
        return Stream.concat(
                        jwk.propertyNames().stream()
                                .map(name -> Map.entry(name, jwk.get(name).asString())),
                        Stream.of(
                                Map.entry("kid", key.thumbprint().value()),
                                Map.entry("alg", key.algorithm()),
                                Map.entry("use", "sig")))
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                Map.Entry::getValue,
                                (a, _) -> a,
                                java.util.LinkedHashMap::new));
    }
}
