package carapace.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordPropertiesTest {

    private static final String SEED = "20261124";
    private static final String HEADER =
            Base64Url.encode(
                    "{\"typ\":\"carapace-record+jws\",\"alg\":\"EdDSA\"}"
                            .getBytes(StandardCharsets.US_ASCII));
    private static final Ed25519KeyPair SIGNING = Ed25519KeyPair.fromSeed(new byte[32]);

    @Provide
    Arbitrary<Body> bodies() {
        return ArbitraryBodies.all();
    }

    @Provide
    Arbitrary<Handle> handles() {
        return ArbitraryBodies.handles();
    }

    @Provide
    Arbitrary<RecordId> ids() {
        return ArbitraryBodies.ids();
    }

    @Provide
    Arbitrary<Instant> times() {
        return ArbitraryBodies.times();
    }

    private static RecordPayload payload(Handle agent, RecordId prev, Instant at, Body body) {
        var first = body instanceof AgentBody.Create;
        return new RecordPayload(
                new Origin("test.example"), agent, first ? 0 : 7, first ? null : prev, at, body);
    }

    @Property(tries = 300, seed = SEED)
    void readsBackWhatWasSigned(
            @ForAll("handles") Handle agent,
            @ForAll("ids") RecordId prev,
            @ForAll("times") Instant at,
            @ForAll("bodies") Body body) {
        var signed = SignedRecord.sign(payload(agent, prev, at, body), SIGNING);

        assertThat(RecordParser.parse(signed.bytes()))
                .isInstanceOfSatisfying(
                        Parsed.Ok.class,
                        ok -> {
                            assertThat(ok.record().payload().body()).isEqualTo(body);
                            assertThat(ok.record().payload()).isEqualTo(signed.payload());
                            assertThat(ok.record().id()).isEqualTo(signed.id());
                            assertThat(ok.record().bytes()).isEqualTo(signed.bytes());
                        });
    }

    @Property(tries = 150, seed = SEED)
    void noOtherBitsCarryTheSignature(
            @ForAll("ids") RecordId prev,
            @ForAll("bodies") Body body,
            @ForAll @IntRange(max = 1_000_000) int place) {
        var payload = payload(new Handle("ada"), prev, Instant.EPOCH, body);
        var bytes = SignedRecord.sign(payload, SIGNING).bytes();
        bytes[place % bytes.length] ^= (byte) (1 << place % 8);

        assertThat(isSigned(RecordParser.parse(bytes))).isFalse();
    }

    private static boolean isSigned(Parsed parsed) {
        return parsed instanceof Parsed.Ok(var record) && record.isSignedBy(SIGNING.publicKey());
    }

    @Property(tries = 2_000, seed = SEED)
    void neverThrowsOnAnyBytes(@ForAll @Size(max = 300) byte[] bytes) {
        assertThat(RecordParser.parse(bytes)).isInstanceOf(Parsed.Refused.class);
    }

    /// Gets past the base64 and into the members.
    @Property(tries = 2_000, seed = SEED)
    void neverThrowsOnChangedPayloads(
            @ForAll("payloads") String payload,
            @ForAll @IntRange(max = 1_000_000) int place,
            @ForAll("snippets") String put,
            @ForAll @IntRange(max = 4) int removed) {
        var start = place % payload.length();
        var end = Math.min(payload.length(), start + removed);
        var changed = payload.substring(0, start) + put + payload.substring(end);
        var compact =
                HEADER + "." + Base64Url.encode(changed.getBytes(StandardCharsets.UTF_8)) + ".";
        var whole = compact + "A".repeat(86);

        var parsed = RecordParser.parse(whole.getBytes(StandardCharsets.US_ASCII));

        assertThat(isSigned(parsed)).isFalse();
    }

    @Provide
    Arbitrary<String> payloads() {
        var id = RecordId.of(new byte[0]);
        return ArbitraryBodies.all()
                .map(body -> payload(new Handle("ada"), id, Instant.EPOCH, body).write());
    }

    /// What a careless parser trips over.
    @Provide
    Arbitrary<String> snippets() {
        return Arbitraries.of(
                "",
                "\"",
                "\\",
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "null",
                "-",
                "0",
                "1e9",
                ".5",
                "\\u",
                "\\u0000",
                "\\ud83e",
                "\u00e9",
                "\ud83e\udd9e",
                "\"v\":1,",
                " ",
                "\u0000");
    }
}
