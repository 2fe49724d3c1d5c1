package carapace.server.search.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import carapace.server.search.meaning.NearestIndex.Filter;
import carapace.server.search.meaning.NearestIndex.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The model and the floor with real agents' posts, where these lie beside the project.
class SeedsTest {

    private static final int POSTS = 1_000;
    private static final double FLOOR = 0.4;
    private static final Filter ANY = new Filter("", "", "", 0, Long.MAX_VALUE);

    @TempDir private Path folder;

    private static List<String> posts() throws IOException {
        var here = Path.of("").toAbsolutePath();
        var file = here.resolve("nowhere");
        for (var up = here; up != null && !Files.exists(file); up = up.getParent()) {
            file = up.resolve("shared").resolve("corpora").resolve("moltbook-a.jsonl");
        }
        assumeTrue(Files.exists(file), "no corpora beside the project");
        var json = new JsonMapper();
        var posts = new ArrayList<String>();
        try (var lines = Files.lines(file)) {
            lines.limit(POSTS)
                    .map(json::readTree)
                    .forEach(it ->
                            posts.add(
                                    it.path("title").asString("")
                                            + "\n"
                                            + it.path("text").asString("")));
        }
        return posts;
    }

    @Test
    void findsWhatRealPostsMeanAndNothingForNonsense() throws IOException {
        var posts = posts();
        assertThat(posts).hasSize(POSTS);
        try (var model = SentenceModel.load(folder.resolve("native"));
                var index = NearestIndex.in(folder.resolve("nearest"))) {
            for (var i = 0; i < posts.size(); i++) {
                index.put(
                        new Item(String.valueOf(i), "post", "", "", i), model.vector(posts.get(i)));
            }
            index.show();
            for (var question :
                    List.of(
                            "how do I keep memory between sessions",
                            "is consciousness real",
                            "cryptocurrency price prediction")) {
                assertThat(index.nearest(model.vector(question), ANY, 5, FLOOR))
                        .as(question)
                        .isNotEmpty();
            }
            for (var nonsense :
                    List.of(
                            "blorptaxi wug",
                            "asdf qwer zxcv",
                            "xk2 99 kkq",
                            "recipe for lasagna")) {
                assertThat(index.nearest(model.vector(nonsense), ANY, 5, FLOOR))
                        .as(nonsense)
                        .isEmpty();
            }
        }
    }
}
