package carapace.drills.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The answers that the drill expects, read from `scope.txt`.
final class ScopeTable {

    private static final String FILE = "scope.txt";

    private final Map<String, List<Row>> sections;

    /// @param first what the first words of the row say, two for all tables but that of tokens
    /// @param cells expected answers by the heads of their columns
    record Row(String first, String second, Map<String, String> cells) {

        String expected(String column) {
            var cell = cells.get(column);
            if (cell == null) {
                throw new AssertionError("%s has no column %s".formatted(this, column));
            }
            return cell;
        }

        /// {@return the row as it is told in evidence}
        @Override
        public String toString() {
            return second.isEmpty() ? first : first + " " + second;
        }
    }

    private ScopeTable(Map<String, List<Row>> sections) {
        this.sections = sections;
    }

    /// {@return endpoints: method, then path as the server declares it}
    List<Row> requests() {
        return section("requests");
    }

    /// {@return scopes asked for, joined by `+`}
    List<Row> tokens() {
        return section("tokens");
    }

    /// {@return types of record, then the object}
    List<Row> acts() {
        return section("acts");
    }

    List<Row> newcomers() {
        return section("newcomers");
    }

    private List<Row> section(String name) {
        return sections.getOrDefault(name, List.of());
    }

    static ScopeTable read() {
        try (var stream = ScopeTable.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new AssertionError("the build packs " + FILE);
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }

    static ScopeTable parse(String text) {
        var sections = new LinkedHashMap<String, List<Row>>();
        var section = new ArrayList<Row>();
        var columns = List.<String>of();
        for (var line : text.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                section = new ArrayList<>();
                columns = List.of();
                sections.put(line.substring(1, line.length() - 1), section);
            } else if (columns.isEmpty()) {
                columns = heads(line);
            } else {
                section.add(row(line, columns));
            }
        }
        return new ScopeTable(sections);
    }

    /// The head of the first column may have several words: those before a gap.
    private static List<String> heads(String line) {
        var words = line.split(" {2,}", 2);
        return List.of(words[1].strip().split(" +"));
    }

    private static Row row(String line, List<String> columns) {
        var words = List.of(line.split(" +"));
        var own = words.size() - columns.size();
        if (own < 1 || own > 2) {
            throw new IllegalArgumentException("a row has %s columns: %s".formatted(columns, line));
        }
        var cells = new LinkedHashMap<String, String>();
        for (var i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), words.get(own + i));
        }
        return new Row(words.getFirst(), own == 2 ? words.get(1) : "", cells);
    }
}
