package carapace.server.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/// What people wrote about the API: maps, lists and texts as YAML has them, taken by name.
///
/// @param where in the files, for messages
record Words(String where, Map<String, Object> entries) {

    static Words read(String file) {
        try (var stream = Words.class.getResourceAsStream("/openapi/" + file)) {
            return new Words(file, map(new Yaml().load(Objects.requireNonNull(stream))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unchecked") // YAML's maps in these files have texts as keys
    static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    Words part(String name) {
        return new Words(where + " " + name, map(entries.get(name)));
    }

    /// As [#part], which must be there.
    Words of(String name) {
        if (!entries.containsKey(name)) {
            throw new AssertionError("%s says nothing about %s".formatted(where, name));
        }
        return part(name);
    }

    /// A text, which must be there.
    String text(String name) {
        if (!entries.containsKey(name)) {
            throw new AssertionError("%s says nothing about %s".formatted(where, name));
        }
        return optionalText(name, "");
    }

    String optionalText(String name, String otherwise) {
        var value = entries.get(name);
        return value == null ? otherwise : value.toString().strip();
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    List<String> texts(String name) {
        return entries.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// Refuses words about what does not exist.
    void onlyAbout(java.util.Collection<String> names) {
        for (var name : entries.keySet()) {
            if (!names.contains(name)) {
                throw new AssertionError("%s speaks of %s".formatted(where, name));
            }
        }
    }
}
