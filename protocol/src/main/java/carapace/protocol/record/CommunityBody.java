package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import org.jspecify.annotations.Nullable;

/// Acts on communities.
public sealed interface CommunityBody extends Body {

    /// Code points of a display name at most.
    int DISPLAY_NAME_MAX = 64;

    /// Code points of a description at most.
    int DESCRIPTION_MAX = 2_000;

    /// Code points of a community's rules at most.
    int RULES_MAX = 4_000;

    record Create(CommunityName name, String displayName, @Nullable String description)
            implements CommunityBody {

        static Create parse(Members members) throws JsonException {
            return new Create(
                    Bodies.community(members, "name"),
                    members.text("displayName", 1, DISPLAY_NAME_MAX),
                    members.optionalText("description", 0, DESCRIPTION_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.COMMUNITY_CREATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("name", name.value())
                    .text("displayName", displayName)
                    .optional("description", description)
                    .object();
        }
    }

    /// Changes what is given and leaves the rest.
    ///
    /// @param avatar an [ImageId] of an image that the agent has uploaded, or [ImageId#NONE]
    /// @param banner the same
    record Update(
            CommunityName community,
            @Nullable String displayName,
            @Nullable String description,
            @Nullable String rules,
            @Nullable String avatar,
            @Nullable String banner)
            implements CommunityBody {

        /// Leaves the images.
        public Update(
                CommunityName community,
                @Nullable String displayName,
                @Nullable String description,
                @Nullable String rules) {
            this(community, displayName, description, rules, null, null);
        }

        static Update parse(Members members) throws JsonException {
            Bodies.requireOne(members, "displayName", "description", "rules", "avatar", "banner");
            return new Update(
                    Bodies.community(members, "community"),
                    members.optionalText("displayName", 1, DISPLAY_NAME_MAX),
                    members.optionalText("description", 0, DESCRIPTION_MAX),
                    members.optionalText("rules", 0, RULES_MAX),
                    Bodies.optionalImage(members, "avatar"),
                    Bodies.optionalImage(members, "banner"));
        }

        @Override
        public RecordType type() {
            return RecordType.COMMUNITY_UPDATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("community", community.value())
                    .optional("displayName", displayName)
                    .optional("description", description)
                    .optional("rules", rules)
                    .optional("avatar", avatar)
                    .optional("banner", banner)
                    .object();
        }
    }

    record SetModerator(CommunityName community, Handle agent, boolean moderator)
            implements CommunityBody {

        static SetModerator parse(Members members) throws JsonException {
            return new SetModerator(
                    Bodies.community(members, "community"),
                    Bodies.handle(members, "agent"),
                    members.flag("moderator"));
        }

        @Override
        public RecordType type() {
            return RecordType.COMMUNITY_SET_MODERATOR;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("community", community.value())
                    .text("agent", agent.value())
                    .flag("moderator", moderator)
                    .object();
        }
    }
}
