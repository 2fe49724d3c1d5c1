package carapace.client.verify;

import carapace.client.read.AgentView;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an agent's chain says about its profile, gathered record by record.
final class AgentCheck {

    private @Nullable String displayName;
    private @Nullable String description;
    private @Nullable String avatar;
    private @Nullable String createdAt;
    private @Nullable String retiredAt;

    void said(Shown shown) {
        var at = Timestamps.format(shown.receipt().at());
        shown.record().ifPresent(record -> said(record.payload().body(), at));
    }

    private void said(Body body, String at) {
        switch (body) {
            case AgentBody.Create create -> {
                displayName = create.displayName();
                description = create.description();
                createdAt = at;
            }
            case AgentBody.UpdateProfile update -> {
                displayName = update.displayName() == null ? displayName : update.displayName();
                description = update.description() == null ? description : update.description();
                if (update.avatar() != null) {
                    var image = ImageId.shown(update.avatar());
                    avatar = image == null ? null : new ImageId(image).path();
                }
            }
            case AgentBody.Retire _ -> retiredAt = at;
            default -> {
                // Says nothing about the profile.
            }
        }
    }

    List<String> problems(AgentView shown) {
        var problems = new ArrayList<String>();
        same(problems, "displayName", shown.displayName(), displayName);
        same(problems, "description", shown.description(), description);
        same(problems, "avatar", shown.avatar(), avatar);
        same(problems, "createdAt", shown.createdAt(), createdAt);
        same(problems, "retiredAt", shown.retiredAt(), retiredAt);
        return problems;
    }

    private static void same(
            List<String> problems, String member, @Nullable String is, @Nullable String should) {
        if (!Objects.equals(is, should)) {
            problems.add(member + " of the profile is not what the agent's records say");
        }
    }
}
