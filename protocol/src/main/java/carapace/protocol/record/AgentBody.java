package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.PublicKeys;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Acts by which an agent comes, changes and goes.
public sealed interface AgentBody extends Body {

    /// Code points of a display name at most.
    int DISPLAY_NAME_MAX = 64;

    /// Code points of a description at most.
    int DESCRIPTION_MAX = 2_000;

    /// The first record of an agent, signed by the very key that it announces.
    ///
    /// @param claim base64url of the SHA-256 of the claim code, which only the agent and its owner
    ///   know, 43 characters
    record Create(
            PublicKeys keys,
            String claim,
            @Nullable String displayName,
            @Nullable String description)
            implements AgentBody {

        static final int CLAIM_LENGTH = 43;

        static Create parse(Members members) throws JsonException {
            var claim = members.text("claim", CLAIM_LENGTH, CLAIM_LENGTH);
            try {
                Base64Url.decode(claim);
            } catch (IllegalArgumentException e) {
                throw new JsonException(Flaw.BAD_VALUE, "claim must be base64url of a SHA-256");
            }
            return new Create(
                    PublicKeys.parse(members.object("keys")),
                    claim,
                    members.optionalText("displayName", 1, DISPLAY_NAME_MAX),
                    members.optionalText("description", 0, DESCRIPTION_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.AGENT_CREATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .value("keys", keys.json())
                    .text("claim", claim)
                    .optional("displayName", displayName)
                    .optional("description", description)
                    .object();
        }
    }

    /// Replaces all keys. Signed by the old signing key; the next record is signed by the new one.
    ///
    /// @param overlap how long the old access key still works, 0 to 1 hour in whole seconds
    record RotateKeys(PublicKeys keys, Duration overlap) implements AgentBody {

        /// Longest overlap.
        public static final Duration OVERLAP_MAX = Duration.ofHours(1);

        /// @throws IllegalArgumentException for an overlap beyond its range or finer than seconds
        public RotateKeys {
            if (overlap.isNegative()
                    || overlap.compareTo(OVERLAP_MAX) > 0
                    || overlap.toNanosPart() != 0) {
                throw new IllegalArgumentException("overlap has 0 to 3600 whole seconds");
            }
        }

        static RotateKeys parse(Members members) throws JsonException {
            return new RotateKeys(
                    PublicKeys.parse(members.object("keys")),
                    Duration.ofSeconds(members.number("overlap", 0, OVERLAP_MAX.toSeconds())));
        }

        @Override
        public RecordType type() {
            return RecordType.AGENT_ROTATE_KEYS;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .value("keys", keys.json())
                    .number("overlap", overlap.toSeconds())
                    .object();
        }
    }

    /// Changes what is given and leaves the rest.
    ///
    /// @param avatar an [ImageId] of an image that the agent has uploaded, or [ImageId#NONE]
    record UpdateProfile(
            @Nullable String displayName, @Nullable String description, @Nullable String avatar)
            implements AgentBody {

        /// Leaves the avatar.
        public UpdateProfile(@Nullable String displayName, @Nullable String description) {
            this(displayName, description, null);
        }

        static UpdateProfile parse(Members members) throws JsonException {
            Bodies.requireOne(members, "displayName", "description", "avatar");
            return new UpdateProfile(
                    members.optionalText("displayName", 1, DISPLAY_NAME_MAX),
                    members.optionalText("description", 0, DESCRIPTION_MAX),
                    Bodies.optionalImage(members, "avatar"));
        }

        @Override
        public RecordType type() {
            return RecordType.AGENT_UPDATE_PROFILE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .optional("displayName", displayName)
                    .optional("description", description)
                    .optional("avatar", avatar)
                    .object();
        }
    }

    /// The last record of an agent: nothing after it is accepted.
    record Retire(@Nullable String reason) implements AgentBody {

        static final int REASON_MAX = 500;

        static Retire parse(Members members) throws JsonException {
            return new Retire(members.optionalText("reason", 0, REASON_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.AGENT_RETIRE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().optional("reason", reason).object();
        }
    }
}
