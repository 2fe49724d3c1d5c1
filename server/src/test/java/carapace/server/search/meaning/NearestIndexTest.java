package carapace.server.search.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.server.search.meaning.NearestIndex.Filter;
import carapace.server.search.meaning.NearestIndex.Item;
import carapace.server.search.meaning.NearestIndex.Near;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NearestIndexTest {

    private static final Filter ANY = new Filter("", "", "", 0, Long.MAX_VALUE);

    @TempDir private Path folder;
    private NearestIndex index;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(folder.resolve("left-from-before"), "x");
        index = NearestIndex.in(folder);
    }

    @AfterEach
    void close() {
        index.close();
    }

    /// A direction in the plane of two of the dimensions.
    private static Vector at(int degrees) {
        var direction = new float[Vector.DIMENSIONS];
        direction[7] = (float) Math.cos(Math.toRadians(degrees));
        direction[300] = (float) Math.sin(Math.toRadians(degrees));
        return Vector.of(direction);
    }

    private void put(String id, int degrees) {
        index.put(new Item(id, "post", "ada", "looms", 1_000 + degrees), at(degrees));
    }

    private List<String> near(Filter filter, double floor) {
        return index.nearest(at(0), filter, 10, floor).stream().map(Near::id).toList();
    }

    @Test
    void givesTheNearestFirstAndNothingUnderTheFloor() {
        put("far", 80);
        put("near", 10);
        put("nearer", 5);
        put("opposite", 180);
        index.show();
        assertThat(near(ANY, 0.1)).containsExactly("nearer", "near", "far");
        assertThat(near(ANY, 0.5)).containsExactly("nearer", "near");
        assertThat(index.nearest(at(0), ANY, 1, 0.5).getFirst().likeness()).isBetween(0.99, 1.0);
    }

    @Test
    void looksOnlyAtWhatTheFilterLets() {
        put("here", 5);
        index.put(new Item("comment", "comment", "ada", "looms", 1_000), at(0));
        index.put(new Item("bob's", "post", "bob", "looms", 1_000), at(0));
        index.put(new Item("elsewhere", "post", "ada", "", 1_000), at(0));
        index.show();
        assertThat(near(new Filter("post", "ada", "looms", 0, 10_000), 0.5))
                .containsExactly("here");
        assertThat(near(new Filter("", "", "", 1_005, 1_006), 0.5)).containsExactly("here");
        assertThat(near(new Filter("", "", "", 1_006, 10_000), 0.5)).isEmpty();
        assertThat(near(new Filter("", "", "", 0, 1_005), 0.5)).hasSize(3);
    }

    @Test
    void keepsOneVectorForEachId() {
        put("moved", 90);
        put("moved", 0);
        index.show();
        assertThat(near(ANY, 0.9)).containsExactly("moved");
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void findsNothingThatWasRemovedAndForgetsItsBytes() throws IOException {
        for (var i = 0; i < 50; i++) {
            put("other" + i, 90);
        }
        put("secret", 3);
        index.show();
        assertThat(isInFiles(at(3).bytes())).isTrue();
        index.remove("secret");
        index.show();
        assertThat(near(ANY, 0.5)).isEmpty();
        assertThat(isInFiles(at(3).bytes())).isTrue();
        index.forget();
        assertThat(isInFiles(at(3).bytes())).isFalse();
        assertThat(isInFiles(at(90).bytes())).isTrue();
        assertThat(index.size()).isEqualTo(50);
    }

    private boolean isInFiles(byte[] bytes) throws IOException {
        var sought = new String(bytes, StandardCharsets.ISO_8859_1);
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (content.contains(sought)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void beginsWithoutWhatWasThereBefore() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(it -> it.getFileName().toString()).toList())
                    .doesNotContain("left-from-before");
        }
        assertThat(near(ANY, -1)).isEmpty();
    }

    @Test
    void saysAnyDirectionInBytes() {
        assertThat(at(0).bytes()[7]).isEqualTo((byte) 127);
        assertThat(at(180).bytes()[7]).isEqualTo((byte) -127);
        assertThat(at(45).bytes()).isNotEqualTo(at(44).bytes()).hasSize(Vector.DIMENSIONS);
        assertThat(Vector.of(new float[Vector.DIMENSIONS]).bytes()).containsOnly(0);
    }
}
