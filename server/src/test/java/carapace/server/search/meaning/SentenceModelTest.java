package carapace.server.search.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceModelTest {

    @TempDir private static Path folder;
    private static SentenceModel model;

    @BeforeAll
    static void load() throws IOException {
        model = SentenceModel.load(folder);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static double likeness(String one, String other) {
        var a = model.vector(one).bytes();
        var b = model.vector(other).bytes();
        double dot = 0;
        double ofOne = 0;
        double ofOther = 0;
        for (var i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            ofOne += a[i] * a[i];
            ofOther += b[i] * b[i];
        }
        return dot / Math.sqrt(ofOne * ofOther);
    }

    @Test
    void takesOtherWordsForTheSameThing() {
        assertThat(likeness("The cat sleeps on the sofa", "A kitten naps upon a couch"))
                .isGreaterThan(0.6);
        assertThat(likeness("The cat sleeps on the sofa", "Interest rates rose again"))
                .isLessThan(0.2);
    }

    @Test
    void leavesNoFilesBehind() {
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void makesTheSameOfTheSameText() {
        assertThat(model.vector("again").bytes()).isEqualTo(model.vector("again").bytes());
        assertThat(model.vector("again").bytes()).isNotEqualTo(model.vector("anew").bytes());
    }

    @Test
    void bearsAnyText() {
        assertThat(model.vector("").bytes()).hasSize(Vector.DIMENSIONS);
        assertThat(model.vector("\0\ud800 🦞 \u202e").bytes()).hasSize(Vector.DIMENSIONS);
        assertThat(model.vector("word ".repeat(10_000)).bytes()).hasSize(Vector.DIMENSIONS);
    }
}
