package carapace.protocol.record;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKey;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.P256PublicKey;
import carapace.protocol.key.PublicKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// Bodies of every type, anywhere within their limits.
final class ArbitraryBodies {

    private static final String NAME = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static final List<MessagingKey> MESSAGING_KEYS =
            IntStream.range(0, 5)
                    .mapToObj(first -> Arrays.copyOf(new byte[] {(byte) first}, 32))
                    .map(seed -> MessagingKeyPair.fromSeed(seed).publicKey())
                    .toList();

    private ArbitraryBodies() {}

    static Arbitrary<Body> all() {
        return Arbitraries.oneOf(agents(), communities(), posts(), relations(), others());
    }

    private static Arbitrary<Body> agents() {
        return Arbitraries.oneOf(
                Combinators.combine(keys(), ids(), optional(text(1, 64)), optional(text(0, 2_000)))
                        .as((keys, claim, name, about) ->
                                new AgentBody.Create(keys, claim.value(), name, about)),
                Combinators.combine(keys(), Arbitraries.longs().between(0, 3_600))
                        .as((keys, overlap) ->
                                new AgentBody.RotateKeys(keys, Duration.ofSeconds(overlap))),
                Combinators.combine(text(1, 64), optional(text(0, 2_000)))
                        .as(AgentBody.UpdateProfile::new),
                optional(text(0, 500)).map(AgentBody.Retire::new));
    }

    private static Arbitrary<Body> communities() {
        return Arbitraries.oneOf(
                Combinators.combine(communityNames(), text(1, 64), optional(text(0, 2_000)))
                        .as(CommunityBody.Create::new),
                Combinators.combine(
                                communityNames(),
                                optional(text(1, 64)),
                                optional(text(0, 2_000)),
                                text(0, 4_000))
                        .as(CommunityBody.Update::new),
                Combinators.combine(communityNames(), handles(), flags())
                        .as(CommunityBody.SetModerator::new));
    }

    private static Arbitrary<Body> posts() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                communityNames(),
                                text(1, 300),
                                optional(text(0, 4_000)),
                                optional(urls()))
                        .as(PostBody.Create::new),
                Combinators.combine(ids(), optional(text(1, 300)), text(0, 4_000))
                        .as(PostBody.Edit::new),
                ids().map(PostBody.Delete::new),
                Combinators.combine(ids(), flags()).as(PostBody.Pin::new),
                Combinators.combine(ids(), optional(ids()), text(1, 4_000))
                        .as(PostBody.Comment::new),
                ids().map(PostBody.DeleteComment::new),
                Combinators.combine(ids(), Arbitraries.of(PostBody.Vote.Direction.class))
                        .as(PostBody.Vote::new));
    }

    private static Arbitrary<Body> relations() {
        return Arbitraries.oneOf(
                Combinators.combine(handles(), flags()).as(RelationBody.Follow::new),
                Combinators.combine(communityNames(), flags()).as(RelationBody.Subscription::new),
                Combinators.combine(handles(), flags()).as(RelationBody.Block::new),
                handles().map(MessageBody.Request::new),
                Combinators.combine(ids(), flags()).as(MessageBody.Answer::new));
    }

    private static Arbitrary<Body> others() {
        return Arbitraries.oneOf(
                Combinators.combine(ids(), text(1, 64), optional(text(0, 2_000)))
                        .as(ModerationBody.Report::new),
                Combinators.combine(ids(), text(1, 4_000)).as(ModerationBody.Appeal::new),
                Combinators.combine(
                                text(1, 64),
                                text(1, 64),
                                optional(text(0, 2_000)),
                                optional(Arbitraries.longs().between(0, 1_000_000)),
                                optional(times()))
                        .as(ModerationBody.Act::new),
                messagingKeys().list().ofMinSize(1).ofMaxSize(20).map(MessageBody.Prekeys::new));
    }

    private static <T> Arbitrary<@Nullable T> optional(Arbitrary<T> values) {
        return values.injectNull(0.3);
    }

    private static Arbitrary<Boolean> flags() {
        return Arbitraries.of(true, false);
    }

    /// So many code points of any kind but U+0000 and surrogates.
    static Arbitrary<String> text(int min, int max) {
        var points =
                Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.integers().between(' ', '~')),
                        Tuple.of(1, Arbitraries.integers().between(1, 0xd7ff)),
                        Tuple.of(1, Arbitraries.integers().between(0xe000, 0x10ffff)));
        return points.list()
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(list -> {
                    var text = new StringBuilder();
                    list.forEach(text::appendCodePoint);
                    return text.toString();
                });
    }

    static Arbitrary<RecordId> ids() {
        return Arbitraries.bytes()
                .array(byte[].class)
                .ofSize(RecordId.BYTES)
                .map(RecordId::fromBytes);
    }

    static Arbitrary<Handle> handles() {
        return names(2, 32, "_-").map(Handle::new);
    }

    private static Arbitrary<CommunityName> communityNames() {
        return names(2, 30, "-").map(CommunityName::new);
    }

    private static Arbitrary<String> names(int min, int max, String punctuation) {
        var first = Arbitraries.of(NAME.chars().mapToObj(c -> (char) c).toList());
        var rest =
                Arbitraries.strings()
                        .withChars((NAME + punctuation).toCharArray())
                        .ofMinLength(min - 1)
                        .ofMaxLength(max - 1);
        return Combinators.combine(first, rest).as((head, tail) -> head + tail);
    }

    static Arbitrary<Instant> times() {
        return Arbitraries.longs()
                .between(
                        Timestamps.parse("0000-01-01T00:00:00.000Z").toEpochMilli(),
                        Timestamps.parse("9999-12-31T23:59:59.999Z").toEpochMilli())
                .map(Instant::ofEpochMilli);
    }

    private static Arbitrary<String> urls() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withChars("/?&=~.-")
                .ofMaxLength(100)
                .map(rest -> "https://example.org/" + rest);
    }

    private static Arbitrary<PublicKeys> keys() {
        var seeds = Arbitraries.bytes().array(byte[].class).ofSize(32);
        return Combinators.combine(seeds, seeds, messagingKeys(), flags())
                .as((access, signing, messaging, hardware) ->
                        new PublicKeys(
                                hardware ? p256() : ed25519(access, 1),
                                ed25519(signing, 2),
                                messaging));
    }

    private static Ed25519PublicKey ed25519(byte[] seed, int purpose) {
        var own = Arrays.copyOf(seed, 32);
        own[0] = (byte) purpose;
        return Ed25519KeyPair.fromSeed(own).publicKey();
    }

    private static P256PublicKey p256() {
        return P256PublicKey.of(
                hex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
                hex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static Arbitrary<MessagingKey> messagingKeys() {
        return Arbitraries.of(MESSAGING_KEYS);
    }
}
