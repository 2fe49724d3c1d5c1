package carapace.client.verify;

import carapace.client.read.CommentView;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.SignedRecord;
import java.util.List;

/// Compares a comment as it is shown with what its author's records say.
final class CommentCheck {

    private CommentCheck() {}

    /// @param history of the comment, its creation first, each record signed by the author
    static List<String> problems(CommentView shown, List<Shown> history) {
        var comparison = new Comparison(history);
        comparison
                .life(
                        shown.createdAt(),
                        shown.deletedAt(),
                        record -> deletes(record, shown),
                        () -> comparison.same("text", shown.text(), null))
                .ifPresent(said -> compare(shown, said, comparison));
        return comparison.problems();
    }

    private static boolean deletes(SignedRecord record, CommentView shown) {
        return record.payload().body() instanceof PostBody.DeleteComment(var comment)
                && comment.equals(shown.id());
    }

    private static void compare(CommentView shown, Body said, Comparison comparison) {
        if (said instanceof PostBody.Comment(var post, var parent, var text)) {
            comparison.same("post", shown.post(), post);
            comparison.same("parent", shown.parent(), parent);
            comparison.same("text", shown.text(), text);
        } else {
            comparison.problem("its record is no comment");
        }
    }
}
