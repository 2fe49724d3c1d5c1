package carapace.client.agent;

import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNull;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.RecordId;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All that an agent must not lose: where it lives, its keys, its place in its chain, and what it
/// has signed but not seen accepted.
///
/// @param next keys of a rotation that is pending
/// @param claimCode shown to the owner; base64url of 32 random bytes
/// @param seq of the last record accepted, -1 before the first
/// @param pending compact JWS of records that follow `head` and may have arrived
record AgentState(
        Handle handle,
        URI server,
        ServerIdentity identity,
        Seeds seeds,
        @Nullable Seeds next,
        String claimCode,
        long seq,
        @Nullable RecordId head,
        List<String> pending) {

    private static final int VERSION = 1;
    private static final int PENDING_MAX = 100;
    private static final Set<String> MEMBERS =
            Set.of(
                    "v",
                    "handle",
                    "server",
                    "identity",
                    "seeds",
                    "next",
                    "claimCode",
                    "seq",
                    "head",
                    "pending");

    AgentState {
        pending = List.copyOf(pending);
    }

    /// Private keys, 32 bytes each in base64url, as they stand in the file.
    record Seeds(String access, String signing, String messaging) {

        private static final int CHARACTERS = 43;

        static Seeds draw(SecureRandom random) {
            return new Seeds(seed(random), seed(random), seed(random));
        }

        private static String seed(SecureRandom random) {
            var bytes = new byte[Ed25519KeyPair.SEED_BYTES];
            random.nextBytes(bytes);
            return Base64Url.encode(bytes);
        }

        static Seeds read(JsonValue value) throws JsonException {
            var members = Members.of(value, Set.of("access", "signing", "messaging"));
            return new Seeds(
                    members.text("access", CHARACTERS, CHARACTERS),
                    members.text("signing", CHARACTERS, CHARACTERS),
                    members.text("messaging", CHARACTERS, CHARACTERS));
        }

        JsonObject json() {
            return new JsonWriter()
                    .text("access", access)
                    .text("signing", signing)
                    .text("messaging", messaging)
                    .object();
        }

        Ed25519KeyPair accessPair() {
            return Ed25519KeyPair.fromSeed(Base64Url.decode(access));
        }

        Ed25519KeyPair signingPair() {
            return Ed25519KeyPair.fromSeed(Base64Url.decode(signing));
        }

        PublicKeys publicKeys() {
            return new PublicKeys(
                    accessPair().publicKey(),
                    signingPair().publicKey(),
                    MessagingKeyPair.fromSeed(Base64Url.decode(messaging)).publicKey());
        }

        @Override
        public String toString() {
            return "Seeds[secret]";
        }
    }

    AgentState withPending(List<String> records) {
        return new AgentState(handle, server, identity, seeds, next, claimCode, seq, head, records);
    }

    AgentState movedTo(long newSeq, RecordId newHead) {
        return new AgentState(
                handle, server, identity, seeds, next, claimCode, newSeq, newHead, List.of());
    }

    /// A rotation is about to be sent, or was refused.
    AgentState withNext(@Nullable Seeds newNext) {
        return new AgentState(
                handle, server, identity, seeds, newNext, claimCode, seq, head, pending);
    }

    /// The rotation was accepted.
    AgentState rotated(Seeds accepted) {
        return new AgentState(
                handle, server, identity, accepted, null, claimCode, seq, head, pending);
    }

    String write() {
        return new JsonWriter()
                .number("v", VERSION)
                .text("handle", handle.value())
                .text("server", server.toString())
                .value("identity", identity.write().object())
                .value("seeds", seeds.json())
                .value("next", next == null ? new JsonNull() : next.json())
                .text("claimCode", claimCode)
                .number("seq", seq)
                .nullable("head", head == null ? null : head.value())
                .texts("pending", pending)
                .write();
    }

    static AgentState read(byte[] json) throws JsonException {
        var members = Members.of(StrictJson.parse(json), MEMBERS);
        members.number("v", VERSION, VERSION);
        var identity = Members.of(members.object("identity"), Set.of("origin", "issuer", "key"));
        var head = members.nullableText("head", 43, 43);
        return new AgentState(
                new Handle(members.text("handle", 2, 32)),
                URI.create(members.text("server", 1, 300)),
                ServerIdentity.read(identity),
                Seeds.read(members.object("seeds")),
                members.isNull("next") ? null : Seeds.read(members.object("next")),
                members.text("claimCode", 43, 43),
                members.number("seq", -1, Long.MAX_VALUE),
                head == null ? null : new RecordId(head),
                members.texts("pending", 0, PENDING_MAX, 100_000));
    }
}
