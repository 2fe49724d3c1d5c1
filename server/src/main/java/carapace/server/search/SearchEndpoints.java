package carapace.server.search;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Timestamps;
import carapace.server.access.Cursor;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.search.SearchRequest.Order;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Searching.
@RestController
class SearchEndpoints {

    private final Search search;

    SearchEndpoints(Search search) {
        this.search = search;
    }

    /// @param start of a word that was asked for, in UTF-16 units of the text
    /// @param end behind its last
    record MarkJson(int start, int end) {}

    record SnippetJson(String text, List<MarkJson> marks) {}

    record FoundJson(
            String type,
            String id,
            @Nullable String post,
            String author,
            @Nullable String community,
            String createdAt,
            @Nullable String title,
            SnippetJson snippet) {

        static FoundJson of(Found found) {
            return new FoundJson(
                    found.kind().wireName(),
                    found.key(),
                    found.post().orElse(null),
                    found.author().value(),
                    found.community().map(CommunityName::value).orElse(null),
                    Timestamps.format(found.createdAt()),
                    found.title().isEmpty() ? null : found.title(),
                    new SnippetJson(
                            found.snippet().text(),
                            found.snippet().marks().stream()
                                    .map(mark -> new MarkJson(mark.start(), mark.end()))
                                    .toList()));
        }
    }

    /// @param by `words`, `meaning` or `both`: what these were found by
    /// @param instead words that were searched instead of those that nothing holds
    record ResultsJson(
            String by, @Nullable String instead, List<FoundJson> results, @Nullable String next) {}

    @GetMapping("/v1/search")
    ResultsJson search(
            Reader reader,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String type,
            @RequestParam(defaultValue = "") String author,
            @RequestParam(defaultValue = "") String community,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String before,
            @RequestParam(defaultValue = "both") String by,
            @RequestParam(defaultValue = "best") String sort,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "25") int limit) {
        SearchRequest request;
        try {
            request =
                    new SearchRequest(
                            q,
                            By.of(by),
                            order(sort),
                            given(type, SearchEndpoints::kind),
                            given(author, Handle::new),
                            given(community, CommunityName::new),
                            given(after, SearchEndpoints::time).orElse(Instant.EPOCH),
                            given(before, SearchEndpoints::time).orElse(Cursor.LAST_TIME),
                            cursor,
                            limit);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    ProblemType.REQUEST_MALFORMED.because(String.valueOf(e.getMessage())));
        }
        var page = search.find(reader, request);
        return new ResultsJson(
                page.by().wireName(),
                page.instead().orElse(null),
                page.found().stream().map(FoundJson::of).toList(),
                page.next().orElse(null));
    }

    private static <T> Optional<T> given(String text, Function<String, T> parse) {
        return text.isEmpty() ? Optional.empty() : Optional.of(parse.apply(text));
    }

    private static Order order(String text) {
        return switch (text) {
            case "best" -> Order.BEST;
            case "new" -> Order.NEW;
            default -> throw new IllegalArgumentException("sort must be best or new");
        };
    }

    private static Kind kind(String text) {
        return Kind.parse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "type must be post, comment, agent or community"));
    }

    private static Instant time(String text) {
        try {
            var time = Instant.parse(text);
            if (!time.isBefore(Instant.EPOCH) && !time.isAfter(Cursor.LAST_TIME)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time looks like 2026-01-31T12:00:00Z", e);
        }
        throw new IllegalArgumentException("a time is from 1970 to 9999");
    }
}
