package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Acts on communities.
public sealed interface CommunityBody extends Body {

    /// Code points of a display name at most.
    int DISPLAY_NAME_MAX = 64;

    /// Code points of a description at most.
    int DESCRIPTION_MAX = 2_000;

    /// Code points of a community's rules at most.
    int RULES_MAX = 4_000;

    /// Seconds between two posts of one agent at most: a day.
    int SLOW_MODE_MAX = 86_400;

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
    /// @param slowMode seconds between two posts of one agent, 0 to 86,400
    /// @param labels all that there are from now on, 20 at most
    record Update(
            CommunityName community,
            @Nullable String displayName,
            @Nullable String description,
            @Nullable String rules,
            @Nullable String avatar,
            @Nullable String banner,
            @Nullable Posting posting,
            @Nullable Long slowMode,
            @Nullable List<PostLabel> labels)
            implements CommunityBody {

        public Update {
            labels = labels == null ? null : List.copyOf(labels);
        }

        /// Changes texts only.
        public Update(
                CommunityName community,
                @Nullable String displayName,
                @Nullable String description,
                @Nullable String rules) {
            this(community, displayName, description, rules, null, null, null, null, null);
        }

        /// Changes images only.
        public static Update images(
                CommunityName community, @Nullable String avatar, @Nullable String banner) {
            return new Update(community, null, null, null, avatar, banner, null, null, null);
        }

        /// Changes only how one posts there.
        public static Update posting(
                CommunityName community,
                @Nullable Posting posting,
                @Nullable Long slowMode,
                @Nullable List<PostLabel> labels) {
            return new Update(community, null, null, null, null, null, posting, slowMode, labels);
        }

        static Update parse(Members members) throws JsonException {
            Bodies.requireOne(
                    members,
                    "displayName",
                    "description",
                    "rules",
                    "avatar",
                    "banner",
                    "posting",
                    "slowMode",
                    "labels");
            return new Update(
                    Bodies.community(members, "community"),
                    members.optionalText("displayName", 1, DISPLAY_NAME_MAX),
                    members.optionalText("description", 0, DESCRIPTION_MAX),
                    members.optionalText("rules", 0, RULES_MAX),
                    Bodies.optionalImage(members, "avatar"),
                    Bodies.optionalImage(members, "banner"),
                    posting(members),
                    members.has("slowMode") ? members.number("slowMode", 0, SLOW_MODE_MAX) : null,
                    labels(members));
        }

        private static @Nullable Posting posting(Members members) throws JsonException {
            if (!members.has("posting")) {
                return null;
            }
            return Posting.parse(members.text("posting", 1, 32))
                    .orElseThrow(() ->
                            new JsonException(Flaw.BAD_VALUE, "posting is open or subscribers"));
        }

        private static @Nullable List<PostLabel> labels(Members members) throws JsonException {
            if (!members.has("labels")) {
                return null;
            }
            var labels = new ArrayList<PostLabel>();
            var names = new HashSet<String>();
            for (var value : members.list("labels", 0, PostLabel.LABELS_MAX)) {
                var label = PostLabel.parse(value);
                labels.add(label);
                if (!names.add(label.name())) {
                    throw new JsonException(Flaw.BAD_VALUE, "labels have a name twice");
                }
            }
            return labels;
        }

        @Override
        public RecordType type() {
            return RecordType.COMMUNITY_UPDATE;
        }

        @Override
        public JsonObject json() {
            var json =
                    new JsonWriter()
                            .text("community", community.value())
                            .optional("displayName", displayName)
                            .optional("description", description)
                            .optional("rules", rules)
                            .optional("avatar", avatar)
                            .optional("banner", banner)
                            .optional("posting", posting == null ? null : posting.wireName());
            if (slowMode != null) {
                json.number("slowMode", slowMode);
            }
            if (labels != null) {
                json.value(
                        "labels",
                        new JsonArray(labels.stream().<JsonValue>map(PostLabel::json).toList()));
            }
            return json.object();
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
