package carapace.client.verify;

import carapace.client.read.CommentView;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.SignedRecord;
import carapace.protocol.record.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compares a comment as it is shown with what its author's records say.
final class CommentCheck {

    private final CommentView shown;
    private final List<String> problems = new ArrayList<>();

    private CommentCheck(CommentView shown) {
        this.shown = shown;
    }

    /// @param history of the comment, its creation first, each record signed by the author
    static List<String> problems(CommentView shown, List<Shown> history) {
        var check = new CommentCheck(shown);
        check.compare(history);
        return check.problems;
    }

    private void compare(List<Shown> history) {
        var creation = history.getFirst();
        same("createdAt", shown.createdAt(), Timestamps.format(creation.receipt().at()));
        var deletion =
                history.stream()
                        .filter(said -> said.record().filter(this::deletes).isPresent())
                        .findFirst();
        if (deletion.isPresent()) {
            var at = Timestamps.format(deletion.get().receipt().at());
            same("deletedAt", shown.deletedAt(), at);
            same("text", shown.text(), null);
            if (creation.record().isPresent()) {
                problems.add("its author deleted it, but what it said was not erased");
            }
            return;
        }
        same("deletedAt", shown.deletedAt(), null);
        if (creation.record().isEmpty()) {
            problems.add("it was erased, but no record of its author deletes it");
        } else if (creation.record().get().payload().body()
                instanceof PostBody.Comment(var post, var parent, var text)) {
            same("post", shown.post(), post);
            same("parent", shown.parent(), parent);
            same("text", shown.text(), text);
        } else {
            problems.add("its record is no comment");
        }
    }

    private boolean deletes(SignedRecord record) {
        return record.payload().body() instanceof PostBody.DeleteComment(var comment)
                && comment.equals(shown.id());
    }

    private void same(String member, @Nullable Object is, @Nullable Object should) {
        if (!Objects.equals(is, should)) {
            problems.add(member + " is not what its author's records say");
        }
    }
}
