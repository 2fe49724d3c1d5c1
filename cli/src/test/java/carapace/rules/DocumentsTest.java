package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents lead where they say they do, and none is forgotten.
class DocumentsTest {

    private static final int DOCUMENTS_MIN = 12;
    private static final int LINKS_MIN = 15;
    private static final int DECISIONS_MIN = 5;
    private static final int DEPENDENCIES_MIN = 20;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern MENTION = Pattern.compile("`(docs/[\\w./-]+)`");
    private static final Pattern TITLE = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern DECISION = Pattern.compile("\\d{4}-[a-z0-9-]+\\.md");
    private static final Pattern DEPENDENCY =
            Pattern.compile(
                    "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>"
                            + "((?:(?!</dependency>).)*)</dependency>",
                    Pattern.DOTALL);

    private static List<String> deadLinks(Path root, Path document) throws IOException {
        var text = Files.readString(root.resolve(document));
        var dead = new ArrayList<String>();
        var links = LINK.matcher(text);
        while (links.find()) {
            var folder = root.resolve(document).resolveSibling("");
            var target =
                    links.group(1).isEmpty()
                            ? root.resolve(document)
                            : folder.resolve(links.group(1));
            var anchor = links.group(2);
            if (!Files.exists(target) || !(anchor == null || anchors(target).contains(anchor))) {
                dead.add("%s → %s".formatted(document, links.group()));
            }
        }
        MENTION.matcher(text)
                .results()
                .map(mention -> mention.group(1))
                .filter(path -> !Files.exists(root.resolve(path)))
                .forEach(path -> dead.add("%s → %s".formatted(document, path)));
        return dead;
    }

    /// As the web shows of a heading: its words in small letters, joined by hyphens.
    private static List<String> anchors(Path document) throws IOException {
        return TITLE.matcher(Files.readString(document))
                .results()
                .map(title -> title.group(1).toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .toList();
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        var documents = Source.all(".md");
        var dead = new ArrayList<String>();
        for (var document : documents) {
            dead.addAll(deadLinks(Source.ROOT, document.path()));
        }

        assertThat(documents).hasSizeGreaterThanOrEqualTo(DOCUMENTS_MIN);
        assertThat(documents.stream().mapToLong(DocumentsTest::links).sum())
                .isGreaterThanOrEqualTo(LINKS_MIN);
        assertThat(dead).isEmpty();
    }

    private static long links(Source document) {
        return LINK.matcher(document.text()).results().count();
    }

    @Test
    void seesDeadLinks(@TempDir Path root) throws IOException {
        Files.createDirectory(root.resolve("docs"));
        Files.writeString(root.resolve("docs/there.md"), "# It's `here`, once\n");
        var good = "[a](docs/there.md) [b](docs/there.md#its-here-once) [c](https://a.b) [d](#me)";
        Files.writeString(root.resolve("good.md"), "# Me\n" + good + " `docs/there.md`\n");
        var bad = "[a](gone.md) [b](docs/there.md#two) `docs/g.md`";
        Files.writeString(root.resolve("bad.md"), bad);

        assertThat(deadLinks(root, Path.of("good.md"))).isEmpty();
        assertThat(deadLinks(root, Path.of("bad.md"))).hasSize(3);
    }

    /// {@return decisions that the index does not list by number and file, or that break the row of
    /// numbers}
    private static List<String> unlisted(List<String> decisions, String index) {
        var flaws = new ArrayList<String>();
        for (var i = 0; i < decisions.size(); i++) {
            var number = "%04d".formatted(i + 1);
            var file = decisions.get(i);
            if (!file.startsWith(number + "-")) {
                flaws.add("%s is not number %s".formatted(file, number));
            }
            if (!index.contains("| [%s](%s) | ".formatted(number, file))) {
                flaws.add("the index does not list " + file);
            }
        }
        return flaws;
    }

    @Test
    void everyDecisionIsListed() throws IOException {
        var folder = Source.ROOT.resolve("docs/adr");
        try (var files = Files.list(folder)) {
            var decisions =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.equals("README.md"))
                            .sorted()
                            .toList();

            assertThat(decisions).hasSizeGreaterThanOrEqualTo(DECISIONS_MIN);
            assertThat(decisions).allMatch(name -> DECISION.matcher(name).matches());
            assertThat(unlisted(decisions, Files.readString(folder.resolve("README.md"))))
                    .isEmpty();
        }
    }

    @Test
    void seesUnlistedDecisions() {
        var index = "| [0001](0001-a.md) | a |\n| [0003](0003-c.md) | c |\n";

        assertThat(unlisted(List.of("0001-a.md"), index)).isEmpty();
        assertThat(unlisted(List.of("0001-a.md", "0002-b.md"), index)).hasSize(1);
        assertThat(unlisted(List.of("0001-a.md", "0003-c.md"), index)).hasSize(2);
    }

    @Test
    void everyDependencyIsExplained() {
        var explained = Source.of(Path.of("docs/dependencies.md")).text();
        var carried = carried(Source.all("pom.xml"));

        assertThat(carried).hasSizeGreaterThanOrEqualTo(DEPENDENCIES_MIN);
        assertThat(carried).filteredOn(name -> !explained.contains(name)).isEmpty();
    }

    /// {@return libraries of others that the program carries}
    private static List<String> carried(List<Source> poms) {
        return poms.stream()
                .filter(pom -> pom.path().getNameCount() == 2)
                .flatMap(pom -> DEPENDENCY.matcher(pom.text()).results())
                .filter(found -> !found.group(1).equals("carapace"))
                .filter(found -> !found.group(3).contains("<scope>test</scope>"))
                .map(found -> found.group(2))
                .toList();
    }

    @Test
    void seesACarriedLibrary() {
        var text =
                Stream.of("<scope>test</scope>", "", "<scope>runtime</scope>")
                        .map(scope ->
                                ("<dependency><groupId>a</groupId><artifactId>b</artifactId>"
                                                + "%s</dependency>")
                                        .formatted(scope))
                        .toList();

        assertThat(carried(List.of(new Source(Path.of("a/pom.xml"), String.join("", text)))))
                .hasSize(2);
    }
}
