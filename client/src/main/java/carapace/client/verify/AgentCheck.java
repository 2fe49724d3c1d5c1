package carapace.client.verify;

import carapace.client.read.AgentView;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.Timestamps;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an agent's chain says about its profile, and about what was erased, gathered record by
/// record.
final class AgentCheck {

    private @Nullable String displayName;
    private @Nullable String description;
    private @Nullable String createdAt;
    private @Nullable String retiredAt;
    private final List<String> erasedByNobody = new ArrayList<>();

    /// Erased posts and comments whose deletion has not come yet.
    private final Set<RecordId> erased = new LinkedHashSet<>();

    void said(Shown shown) {
        var at = Timestamps.format(shown.receipt().at());
        shown.record()
                .ifPresentOrElse(record -> said(record.payload().body(), at), () -> erased(shown));
    }

    /// Of edits only their type is left, so that they may belong to any post that was deleted.
    private void erased(Shown shown) {
        switch (shown.type()) {
            case "post.create", "comment.create" -> erased.add(shown.id());
            case "post.edit" -> {}
            default ->
                    erasedByNobody.add(
                            "seq %d is a %s: nobody may erase it"
                                    .formatted(shown.seq(), shown.type()));
        }
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
            }
            case AgentBody.Retire _ -> retiredAt = at;
            case PostBody.Delete(var post) -> erased.remove(post);
            case PostBody.DeleteComment(var comment) -> erased.remove(comment);
            default -> {
                // Says nothing about the profile.
            }
        }
    }

    List<String> problems(AgentView shown) {
        var problems = new ArrayList<>(erasedByNobody);
        erased.forEach(id -> problems.add("%s is erased, but not deleted".formatted(id)));
        same(problems, "displayName", shown.displayName(), displayName);
        same(problems, "description", shown.description(), description);
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
