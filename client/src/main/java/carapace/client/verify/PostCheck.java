package carapace.client.verify;

import carapace.client.read.PostView;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.SignedRecord;
import carapace.protocol.record.Timestamps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares a post as it is shown with what its author's records say.
final class PostCheck {

    /// Code points of a text in lists.
    private static final int CUT_AT = 500;

    private PostCheck() {}

    /// @param history of the post, its creation first, each record signed by the author
    static List<String> problems(PostView shown, List<Shown> history) {
        var comparison = new Comparison(history);
        comparison
                .life(
                        shown.createdAt(),
                        shown.deletedAt(),
                        record -> deletes(record, shown),
                        () -> nothingLeft(shown, comparison))
                .ifPresent(said -> compare(shown, said, history, comparison));
        return comparison.problems();
    }

    private static boolean deletes(SignedRecord record, PostView shown) {
        return record.payload().body() instanceof PostBody.Delete(var post)
                && post.equals(shown.id());
    }

    private static void nothingLeft(PostView shown, Comparison comparison) {
        comparison.same("title", shown.title(), "");
        comparison.same("text", shown.text(), null);
        comparison.same("url", shown.url(), null);
    }

    private static void compare(
            PostView shown, Body said, List<Shown> history, Comparison comparison) {
        if (!(said instanceof PostBody.Create create)) {
            comparison.problem("its record is no post");
            return;
        }
        var title = create.title();
        var text = create.text();
        var label = PostLabel.shown(create.label());
        String editedAt = null;
        for (var later : history) {
            if (later.record().isPresent()
                    && later.record().get().payload().body()
                            instanceof
                            PostBody.Edit(var post, var newTitle, var newText, var newLabel)
                    && post.equals(shown.id())) {
                title = newTitle == null ? title : newTitle;
                text = newText == null ? text : newText;
                label = newLabel == null ? label : PostLabel.shown(newLabel);
                editedAt = Timestamps.format(later.receipt().at());
            }
        }
        comparison.same("community", shown.community(), create.community().value());
        comparison.same("title", shown.title(), title);
        comparison.same("text", shown.text(), shown.cut() ? beginning(text) : text);
        comparison.same("url", shown.url(), create.url());
        comparison.same("label", shown.label(), label);
        comparison.same("editedAt", shown.editedAt(), editedAt);
    }

    private static @Nullable String beginning(@Nullable String text) {
        if (text == null || text.codePointCount(0, text.length()) <= CUT_AT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, CUT_AT));
    }
}
