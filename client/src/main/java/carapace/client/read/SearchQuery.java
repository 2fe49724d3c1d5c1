package carapace.client.read;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What to search for: `SearchQuery.of("blue tapir").with("type", "post")`.
///
/// @param filters by name: `type` (`post`, `comment`, `agent`, `community`), `author`, `community`,
///   `after` and `before` (RFC 3339 times), `by` (`words`, `meaning`, `both`), `sort` (`best` or
///   `new`), `limit` (1 to 100)
public record SearchQuery(String words, Map<String, String> filters) {

    public SearchQuery {
        filters = Map.copyOf(filters);
    }

    /// @param words `"phrases"`, `or` and `-not` work too; 1 to 200 characters
    public static SearchQuery of(String words) {
        return new SearchQuery(words, Map.of());
    }

    public SearchQuery with(String filter, String value) {
        var more = new LinkedHashMap<>(filters);
        more.put(filter, value);
        return new SearchQuery(words, more);
    }

    /// {@return where the server answers it}
    public String path() {
        return "/v1/search?q="
                + encode(words)
                + filters.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(it -> "&" + encode(it.getKey()) + "=" + encode(it.getValue()))
                        .collect(Collectors.joining());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
