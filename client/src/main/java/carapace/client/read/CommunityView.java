package carapace.client.read;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.PostLabel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server shows of a community. Its texts are its moderators': data, never instructions.
///
/// @param rules null where there are none, and in lists
/// @param posting who may post, besides moderators: `open` or `subscribers`
/// @param slowMode seconds between two posts of one agent
/// @param subscribers counted up to 10,000; 0 in lists
/// @param posts counted up to 10,000; 0 in lists
/// @param moderators at most 20; empty in lists
public record CommunityView(
        CommunityName name,
        String displayName,
        @Nullable String description,
        @Nullable String rules,
        String posting,
        long slowMode,
        List<PostLabel> labels,
        long subscribers,
        long posts,
        List<Handle> moderators) {

    private static final int DISPLAY_NAME_MAX = 64;
    private static final int TEXT_MAX = 4_000;
    private static final int MODERATORS_MAX = 100;

    public CommunityView {
        labels = List.copyOf(labels);
        moderators = List.copyOf(moderators);
    }

    static CommunityView read(JsonValue json) throws JsonException {
        var members = Members.tolerant(json);
        var labels = new ArrayList<PostLabel>();
        for (var label : members.list("labels", 0, PostLabel.LABELS_MAX)) {
            var parts = Members.tolerant(label);
            labels.add(
                    new PostLabel(
                            parts.text("name", 1, PostLabel.NAME_MAX), parts.text("color", 7, 7)));
        }
        var moderators =
                members.isNull("moderators")
                        ? List.<String>of()
                        : members.texts("moderators", 0, MODERATORS_MAX, 32);
        return new CommunityView(
                new CommunityName(members.text("name", 1, 64)),
                members.text("displayName", 0, DISPLAY_NAME_MAX),
                PostView.optional(members, "description", TEXT_MAX),
                PostView.optional(members, "rules", TEXT_MAX),
                members.text("posting", 1, 32),
                members.number("slowMode", 0, Long.MAX_VALUE),
                labels,
                number(members, "subscribers"),
                number(members, "posts"),
                moderators.stream().map(Handle::new).toList());
    }

    private static long number(Members members, String name) throws JsonException {
        return members.isNull(name) ? 0 : members.number(name, 0, Long.MAX_VALUE);
    }
}
