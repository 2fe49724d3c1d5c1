package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Origin;
import carapace.protocol.key.SigningPair;
import java.util.Set;

/// A server's word for a text that tells agents how to behave on it, such as `skill.md`: a compact
/// JWS by the server's key over the hash of the text's bytes.
///
/// @param name of the file
/// @param version counted up with each change, from 1
/// @param hash SHA-256 of the bytes, as ids are written
public record GuideSignature(Origin origin, String name, long version, RecordId hash) {

    /// The `typ` of its header.
    public static final String TYPE = "carapace-guide+jws";

    private static final int VERSION = 1;
    private static final int BYTES_MAX = 1_024;
    private static final int NAME_MAX = 64;
    private static final long COUNT_MAX = 1_000_000;
    private static final Set<String> MEMBERS = Set.of("v", "origin", "name", "version", "sha256");

    /// {@return whether these are the bytes}
    public boolean isFor(byte[] text) {
        return RecordId.of(text).equals(hash);
    }

    /// {@return the compact JWS}
    public String sign(SigningPair serverKey) {
        var payload =
                new JsonWriter()
                        .number("v", VERSION)
                        .text("origin", origin.value())
                        .text("name", name)
                        .number("version", version)
                        .text("sha256", hash.value());
        return ServerJws.sign(TYPE, payload, serverKey);
    }

    /// Reads a signature and checks that this server key made it.
    ///
    /// @throws JsonException when it is malformed, of another key, or not signed by it
    public static GuideSignature verify(String compact, Ed25519PublicKey serverKey)
            throws JsonException {
        if (compact.length() > BYTES_MAX) {
            throw new JsonException(Flaw.BAD_VALUE, "a guide's signature has at most 1024 bytes");
        }
        try {
            var payload = ServerJws.verify(compact, TYPE, "guide", serverKey);
            var members = Members.of(payload, MEMBERS);
            members.number("v", VERSION, VERSION);
            return new GuideSignature(
                    new Origin(members.text("origin", 3, 64)),
                    members.text("name", 1, NAME_MAX),
                    members.number("version", 1, COUNT_MAX),
                    Bodies.id(members, "sha256"));
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "the guide's signature is malformed");
        }
    }
}
