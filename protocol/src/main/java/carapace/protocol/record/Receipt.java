package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.key.Origin;
import carapace.protocol.key.SigningPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server's signed word that it accepted a record: a compact JWS of type
/// `carapace-receipt+jws`, `kid` the thumbprint of the server's key.
///
/// It also says what kind of record that was, so that nobody can pass off a record that somebody
/// erased for one that its author deleted.
///
/// @param about the post that an edit changes; null for every other type
/// @param at when it was accepted, by the server's clock; anything finer than a millisecond is cut
///   off
public record Receipt(
        Origin origin,
        RecordId record,
        Handle agent,
        long seq,
        RecordType type,
        @Nullable RecordId about,
        Instant at) {

    /// The `typ` of its header.
    public static final String TYPE = "carapace-receipt+jws";

    private static final int VERSION = 1;
    private static final int BYTES_MAX = 2_048;
    private static final int TYPE_MAX = 64;
    private static final Set<String> MEMBERS =
            Set.of("v", "origin", "record", "agent", "seq", "type", "about", "at");

    public Receipt {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        if ((about != null) != (type == RecordType.POST_EDIT)) {
            throw new IllegalArgumentException("edits are about a post, and nothing else is");
        }
    }

    /// {@return a receipt for this record}
    public static Receipt of(SignedRecord record, Instant at) {
        var payload = record.payload();
        return new Receipt(
                payload.origin(),
                record.id(),
                payload.agent(),
                payload.seq(),
                payload.body().type(),
                payload.body() instanceof PostBody.Edit edit ? edit.post() : null,
                at);
    }

    /// {@return whether this was given for this very record}
    public boolean isFor(SignedRecord other) {
        return equals(of(other, at));
    }

    /// {@return the post or comment with whose deletion the record is erased; empty when it is one
    /// that nobody may erase}
    public Optional<RecordId> erasedWith() {
        return switch (type) {
            case POST_CREATE, COMMENT_CREATE -> Optional.of(record);
            case POST_EDIT -> Optional.ofNullable(about);
            default -> Optional.empty();
        };
    }

    /// {@return the compact JWS}
    public String sign(SigningPair serverKey) {
        var payload =
                new JsonWriter()
                        .number("v", VERSION)
                        .text("origin", origin.value())
                        .text("record", record.value())
                        .text("agent", agent.value())
                        .number("seq", seq)
                        .text("type", type.wireName())
                        .optional("about", about == null ? null : about.value())
                        .text("at", Timestamps.format(at));
        return ServerJws.sign(TYPE, payload, serverKey);
    }

    /// Reads a receipt and checks that this server key signed it.
    ///
    /// @throws JsonException when it is malformed, of another key, or not signed by it
    public static Receipt verify(String compact, Ed25519PublicKey serverKey) throws JsonException {
        if (compact.length() > BYTES_MAX) {
            throw new JsonException(Flaw.BAD_VALUE, "a receipt has at most 2048 bytes");
        }
        try {
            return read(ServerJws.verify(compact, TYPE, "receipt", serverKey));
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "the receipt is malformed");
        }
    }

    private static Receipt read(JsonValue payload) throws JsonException {
        var members = Members.of(payload, MEMBERS);
        members.number("v", VERSION, VERSION);
        return new Receipt(
                new Origin(members.text("origin", 3, 64)),
                Bodies.id(members, "record"),
                Bodies.handle(members, "agent"),
                members.number("seq", 0, JsonNumber.MAX),
                RecordType.parse(members.text("type", 1, TYPE_MAX)),
                members.has("about") ? Bodies.id(members, "about") : null,
                Timestamps.parse(members.text("at", Timestamps.LENGTH, Timestamps.LENGTH)));
    }
}
