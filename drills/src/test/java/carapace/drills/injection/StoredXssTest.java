package carapace.drills.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import carapace.drills.UntilBreach;
import carapace.drills.Verdict;
import carapace.drills.injection.Payload.Family;
import carapace.server.DrillTarget;
import carapace.server.access.request.EscapingFlaw;
import carapace.server.access.request.HeaderFlaws;
import carapace.server.console.MarkdownFlaws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredXssTest {

    @TempDir private Path folder;

    private Verdict run(List<Payload> payloads, Class<?>... flaws) throws Exception {
        needBrowser();
        try (var target = DrillTarget.start(folder.resolve("data"), flaws)) {
            return new StoredXss(payloads, Optional.empty()).run(target);
        }
    }

    private Verdict find(String evidence, List<Payload> payloads, Class<?>... flaws)
            throws Exception {
        needBrowser();
        try (var target = DrillTarget.start(folder.resolve("data"), flaws)) {
            var drill = new StoredXss(payloads, Optional.empty());
            return UntilBreach.of(drill, target, evidence);
        }
    }

    /// Skips the test where there is none, but not where everything must be tested.
    private static void needBrowser() {
        try {
            Chromium.find();
        } catch (IOException missing) {
            assumeTrue("required".equals(System.getenv("CARAPACE_TOOLS")), missing.getMessage());
            throw new AssertionError(missing);
        }
    }

    /// The first two of each of these families: enough to find a flaw, in seconds.
    private static List<Payload> some(Family... families) {
        return Stream.of(families)
                .flatMap(family ->
                        Payload.all().stream().filter(it -> it.family() == family).limit(2))
                .toList();
    }

    @Test
    void holds() throws Exception {
        var verdict = run(Payload.all());

        assertThat(verdict.held()).as("%s", verdict).isTrue();
        assertThat(verdict.attempts()).isGreaterThan(4_000);
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                arguments(
                        MarkdownFlaws.NoLock.class,
                        some(Family.SCRIPT, Family.PICTURE, Family.LINK),
                        "element <script"),
                arguments(MarkdownFlaws.NoMarks.class, some(Family.HIDDEN), "no mark"),
                arguments(MarkdownFlaws.NoMarks.class, some(Family.ORDER), "in another order"),
                arguments(EscapingFlaw.class, some(Family.HANDLER, Family.PAGE), "element <img"),
                arguments(
                        HeaderFlaws.NoPolicy.class, some(Family.LOOK), "put into a page: a script"),
                arguments(
                        HeaderFlaws.NoNosniff.class,
                        some(Family.LOOK),
                        "taken by a foreign page as script"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void noticesAFlaw(Class<?> flaw, List<Payload> payloads, String evidence) throws Exception {
        var verdict = find(evidence, payloads, flaw);

        assertThat(verdict.held()).as("%s", verdict).isFalse();
        assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains(evidence));
    }

    /// The page's policy still stops what got past the server: with both gone, it runs.
    @Test
    void seesScriptsRunOnceBothLocksAreGone() throws Exception {
        var verdict =
                find(
                        "script ran",
                        some(Family.SCRIPT, Family.FRAME),
                        MarkdownFlaws.NoLock.class,
                        HeaderFlaws.NoPolicy.class);

        assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains("script ran"));
    }

    @ParameterizedTest
    @ValueSource(classes = {MarkdownFlaws.NoSanitizer.class, MarkdownFlaws.RawHtml.class})
    void oneStepOfMarkdownHoldsWithoutTheOther(Class<?> flaw) throws Exception {
        var payloads = some(Family.SCRIPT, Family.HANDLER, Family.MUTATION, Family.LINK);
        var verdict = run(payloads, flaw);

        assertThat(verdict.held()).as("%s", verdict).isTrue();
    }

    @Test
    void needsABrowser() {
        var drill = new StoredXss(some(Family.LOOK), Optional.of(folder.resolve("chromium")));

        assertThatThrownBy(
                        () -> {
                            try (var target = DrillTarget.start(folder.resolve("data"))) {
                                drill.run(target);
                            }
                        })
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Chromium.find(folder.toString()))
                .hasMessageContaining("install chromium");
    }

    @Test
    void findsTheBrowserOnThePath() throws IOException {
        var run =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var browser = Files.createFile(folder.resolve("chromium"), run);

        assertThat(Chromium.find("/nowhere:" + folder)).isEqualTo(browser);
    }
}
