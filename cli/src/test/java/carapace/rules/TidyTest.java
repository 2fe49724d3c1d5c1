package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// House rules that no formatter knows, over the sources of the whole project.
class TidyTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int FILES_MIN = 150;
    private static final int LINES_MAX = 400;
    private static final int TEST_LINES_MAX = 600;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern ARTIFACT =
            Pattern.compile(
                    "<dependency>\\s*<groupId>[^<]+</groupId>\\s*<artifactId>([^<]+)</artifactId>"
                            + "((?:(?!</dependency>).)*)</dependency>",
                    Pattern.DOTALL);

    private record Source(Path path, String text) {

        boolean isTest() {
            return path.toString().contains("/src/test/");
        }
    }

    private static List<Source> sources(String suffix) {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.toString().contains("/target/"))
                    .filter(file -> !file.toString().contains("/.git/"))
                    .map(TidyTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(Path file) {
        try {
            return new Source(ROOT.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesAreShort() {
        assertThat(sources(".java"))
                .hasSizeGreaterThan(FILES_MIN)
                .allSatisfy(source ->
                        assertThat(source.text().lines().count())
                                .as("lines of %s", source.path())
                                .isLessThanOrEqualTo(source.isTest() ? TEST_LINES_MAX : LINES_MAX));
    }

    @Test
    void nothingIsLeftUnsaid() {
        assertThat(sources(".java")).flatMap(TidyTest::flaws).as("flaws in sources").isEmpty();
    }

    private static List<String> flaws(Source source) {
        var flaws = new ArrayList<String>();
        if (source.path().endsWith("TidyTest.java")) {
            return flaws;
        }
        for (var banned : List.of("TODO", "FIXME", "@author")) {
            if (source.text().contains(banned)) {
                flaws.add("%s has %s".formatted(source.path(), banned));
            }
        }
        if (!source.isTest() && source.text().contains("../shared")) {
            flaws.add(source.path() + " looks outside the project");
        }
        return flaws;
    }

    @Test
    void rulesCanFail() {
        assertThat(flaws(new Source(Path.of("a/src/main/A.java"), "// TODO ../shared"))).hasSize(2);
    }

    @Test
    void everyTableHasRowSecurity() {
        var tables = 0;
        for (var migration : sources(".sql")) {
            var matcher =
                    Pattern.compile("create (?:unlogged )?table ([a-z_]+\\.[a-z_]+) \\(")
                            .matcher(migration.text());
            while (matcher.find()) {
                tables++;
                var table = matcher.group(1);
                assertThat(migration.text())
                        .as("%s in %s", table, migration.path())
                        .contains("alter table %s enable row level security".formatted(table))
                        .contains("alter table %s force row level security".formatted(table))
                        .containsPattern("create policy \\w+ on " + table + " ");
            }
        }
        assertThat(tables).isGreaterThan(10);
    }

    @Test
    void linksBetweenDocumentsHold() {
        for (var document : sources(".md")) {
            var folder = ROOT.resolve(document.path()).resolveSibling("");
            var links = LINK.matcher(document.text());
            while (links.find()) {
                assertThat(folder.resolve(links.group(1)))
                        .as("link in %s", document.path())
                        .exists();
            }
        }
    }

    @Test
    void everyDependencyIsExplained() {
        var explained = read(ROOT.resolve("docs/dependencies.md")).text();
        var modules = Stream.of("protocol", "client", "server", "drills", "bench", "cli");
        modules.map(name -> read(ROOT.resolve(name).resolve("pom.xml")))
                .forEach(pom -> {
                    var dependencies = ARTIFACT.matcher(pom.text());
                    while (dependencies.find()) {
                        var name = dependencies.group(1);
                        var ours = dependencies.group().contains("<groupId>carapace<");
                        if (!ours && !dependencies.group(2).contains("<scope>test</scope>")) {
                            assertThat(explained).as(pom.path().toString()).contains(name);
                        }
                    }
                });
    }
}
