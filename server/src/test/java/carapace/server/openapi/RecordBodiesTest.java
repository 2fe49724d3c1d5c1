package carapace.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.record.Defect;
import carapace.protocol.record.Jws;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordParser;
import carapace.protocol.record.RecordType;
import carapace.protocol.record.SignedRecord;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The schemas of record bodies were written by hand: the parser says whether they are right, on
/// both sides of each limit.
class RecordBodiesTest {

    private static final Ed25519KeyPair KEY = Ed25519KeyPair.fromSeed(new byte[32]);
    private static final Contract CONTRACT = new Contract(Contract.document().toString());

    /// One code point of two UTF-16 units.
    private static final String CRAB = "\uD83E\uDD80";

    private static JsonNode schema(RecordType type) {
        return Contract.document().at("/components/schemas/" + type.wireName());
    }

    private static ObjectNode example(RecordType type) {
        return (ObjectNode) schema(type).at("/examples/0").deepCopy();
    }

    private static Parsed parse(RecordType type, JsonNode body) {
        var first = type == RecordType.AGENT_CREATE;
        var payload =
                ("{\"v\":1,\"type\":\"%s\",\"origin\":\"network.example\",\"agent\":\"ada\","
                                + "\"seq\":%d,\"prev\":%s,\"at\":\"2026-11-05T09:30:00.000Z\","
                                + "\"body\":%s}")
                        .formatted(
                                type.wireName(), first ? 0 : 1, first ? "null" : quoted('A'), body);
        var compact = Jws.sign(new JsonWriter().text("typ", SignedRecord.TYPE), payload, KEY);
        return RecordParser.parse(compact.getBytes(StandardCharsets.US_ASCII));
    }

    private static String quoted(char c) {
        return '"' + String.valueOf(c).repeat(43) + '"';
    }

    /// Both say the same about the body, whatever it is.
    private static void agree(RecordType type, JsonNode body, boolean expected) {
        var bySchema = CONTRACT.violations(Json.node(Schemas.reference(type.wireName())), body);
        var byParser = parse(type, body);
        var what = "%s %s: %s, %s".formatted(type.wireName(), body, bySchema, byParser);
        assertThat(bySchema.isEmpty()).as(what).isEqualTo(expected);
        assertThat(byParser instanceof Parsed.Ok).as(what).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void agreeOnTheExample(RecordType type) {
        agree(type, example(type), true);
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void agreeOnWhichMembersThereAre(RecordType type) {
        var members = new TreeSet<>(schema(type).get("properties").propertyNames());
        var body = example(type).put("unknown", 1);
        agree(type, body, false);
        assertThat(parse(type, body))
                .isInstanceOfSatisfying(
                        Parsed.Refused.class,
                        refused -> {
                            assertThat(refused.defect()).isEqualTo(Defect.UNKNOWN_MEMBER);
                            assertThat(refused.detail()).endsWith(": " + members);
                        });
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void agreeOnWhatMustBeThere(RecordType type) {
        var required = schema(type).path("required").valueStream().map(JsonNode::asString).toList();
        for (var name : example(type).propertyNames()) {
            var body = example(type);
            body.remove(name);
            var oneOfSeveral = schema(type).path("anyOf").toString().contains('"' + name + '"');
            agree(type, body, !required.contains(name) && !oneOfSeveral);
        }
        for (var name : schema(type).get("properties").propertyNames()) {
            agree(type, with(type, name, NullNode.instance), false);
        }
    }

    private static ObjectNode with(RecordType type, String name, JsonNode value) {
        return example(type).set(name, value);
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    void agreeOnEachLimit(RecordType type) {
        schema(type)
                .get("properties")
                .propertyStream()
                .forEach(member -> tryLimits(type, member.getKey(), member.getValue()));
    }

    private static void tryLimits(RecordType type, String name, JsonNode schema) {
        switch (schema.path("type").asString("")) {
            case "string" -> tryLengths(type, name, schema);
            case "integer" -> {
                var least = schema.get("minimum").asLong();
                var most = schema.get("maximum").asLong();
                agree(type, with(type, name, LongNode.valueOf(least)), true);
                agree(type, with(type, name, LongNode.valueOf(least - 1)), false);
                agree(type, with(type, name, LongNode.valueOf(most)), true);
                agree(type, with(type, name, LongNode.valueOf(most + 1)), false);
                agree(type, with(type, name, StringNode.valueOf("1")), false);
            }
            default -> {
                agree(type, with(type, name, IntNode.valueOf(1)), false);
                agree(type, with(type, name, StringNode.valueOf("")), false);
                agree(type, with(type, name, StringNode.valueOf("Not This!")), false);
            }
        }
    }

    private static void tryLengths(RecordType type, String name, JsonNode schema) {
        agree(type, with(type, name, IntNode.valueOf(1)), false);
        if (schema.has("maxLength")) {
            var most = schema.get("maxLength").asInt();
            // Of the longest texts only ASCII fits into a record.
            var letter = most > 10_000 ? "x" : CRAB;
            agree(type, with(type, name, StringNode.valueOf(letter.repeat(most))), true);
            agree(type, with(type, name, StringNode.valueOf(letter.repeat(most + 1))), false);
            var least = schema.path("minLength").asInt(0);
            agree(type, with(type, name, StringNode.valueOf("x".repeat(least))), true);
            agree(type, with(type, name, StringNode.valueOf("")), least == 0);
        } else {
            agree(type, with(type, name, StringNode.valueOf("")), false);
        }
    }
}
