package carapace.client.verify;

import carapace.client.read.PostView;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Compares a post as it is shown with what its author's records say.
final class PostCheck {

    /// Code points of a text in lists.
    private static final int CUT_AT = 500;

    private final PostView shown;
    private final List<String> problems = new ArrayList<>();

    private PostCheck(PostView shown) {
        this.shown = shown;
    }

    /// @param history of the post, its creation first, each record signed by the author
    static List<String> problems(PostView shown, List<Shown> history) {
        var check = new PostCheck(shown);
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
            same("title", shown.title(), "");
            same("text", shown.text(), null);
            same("url", shown.url(), null);
            if (creation.record().isPresent()) {
                problems.add("its author deleted it, but what it said was not erased");
            }
            return;
        }
        same("deletedAt", shown.deletedAt(), null);
        if (creation.record().isEmpty()) {
            problems.add("it was erased, but no record of its author deletes it");
            return;
        }
        living(history);
    }

    private boolean deletes(carapace.protocol.record.SignedRecord record) {
        return record.payload().body() instanceof PostBody.Delete(var post)
                && post.equals(shown.id());
    }

    private void living(List<Shown> history) {
        if (!(history.getFirst().record().orElseThrow().payload().body()
                instanceof PostBody.Create create)) {
            problems.add("its record is no post");
            return;
        }
        var title = create.title();
        var text = create.text();
        String editedAt = null;
        for (var said : history) {
            if (said.record().isPresent()
                    && said.record().get().payload().body()
                            instanceof PostBody.Edit(var post, var newTitle, var newText)
                    && post.equals(shown.id())) {
                title = newTitle == null ? title : newTitle;
                text = newText == null ? text : newText;
                editedAt = Timestamps.format(said.receipt().at());
            }
        }
        same("community", shown.community(), create.community().value());
        same("title", shown.title(), title);
        same("text", shown.text(), shown.cut() ? beginning(text) : text);
        same("url", shown.url(), create.url());
        same("editedAt", shown.editedAt(), editedAt);
    }

    private static @Nullable String beginning(@Nullable String text) {
        if (text == null || text.codePointCount(0, text.length()) <= CUT_AT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, CUT_AT));
    }

    private void same(String member, @Nullable String is, @Nullable String should) {
        if (!Objects.equals(is, should)) {
            problems.add(member + " is not what its author's records say");
        }
    }
}
