package carapace.server.search;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.server.access.Reader;
import carapace.server.search.SearchRequest.Order;
import carapace.server.search.meaning.NearestIndex.Filter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// What other features may ask of search.
@Component
public class Search {

    /// The nearest that are looked up: a page, and what the reader may not see of it.
    private static final int NEAREST_MAX = 200;

    private final SearchQueries words;
    private final NearQueries near;
    private final Meaning meaning;
    private final SpellingQueries spellings;

    Search(SearchQueries words, NearQueries near, Meaning meaning, SpellingQueries spellings) {
        this.words = words;
        this.spellings = spellings;
        this.near = near;
        this.meaning = meaning;
    }

    /// Finds what holds the words, or says much the same. Nothing of agents that the reader blocks,
    /// nothing that was deleted.
    ///
    /// @throws carapace.server.access.Refusal for a cursor that is none
    public FoundPage find(Reader reader, SearchRequest request) {
        return switch (request.by()) {
            case WORDS -> byWords(reader, request);
            case MEANING -> byMeaning(reader, request);
            case BOTH -> byBoth(reader, request);
        };
    }

    private FoundPage byMeaning(Reader reader, SearchRequest request) {
        return meaning.nearest(request.query(), filter(request), NEAREST_MAX)
                .map(nearest ->
                        new FoundPage(
                                By.MEANING,
                                Optional.empty(),
                                near.all(reader.database(), nearest, request.limit()),
                                Optional.empty()))
                .orElseGet(() -> byWords(reader, request));
    }

    /// When nothing holds the words, those that they may have been meant to be.
    private FoundPage byWords(Reader reader, SearchRequest request) {
        var page = words.find(reader.database(), request);
        if (!page.found().isEmpty() || !request.cursor().isEmpty() || !isPlain(request.query())) {
            return page;
        }
        return spellings
                .corrected(reader.database(), request.query())
                .filter(it -> it.length() <= SearchRequest.QUERY_CHARS_MAX)
                .map(instead -> instead(reader, request.with(instead)))
                .filter(it -> !it.found().isEmpty())
                .orElse(page);
    }

    /// Without a next page, whose words would be those that were not found.
    private FoundPage instead(Reader reader, SearchRequest request) {
        var page = words.find(reader.database(), request);
        return new FoundPage(
                page.by(), Optional.of(request.query()), page.found(), Optional.empty());
    }

    /// What holds the words, page by page; the last page is filled up with what says much the same.
    private FoundPage byBoth(Reader reader, SearchRequest request) {
        var page = byWords(reader, request);
        var room = request.limit() - page.found().size();
        if (page.next().isPresent()
                || room <= 0
                || request.order() == Order.NEW
                || !isPlain(request.query())) {
            return page;
        }
        return meaning.nearest(request.query(), filter(request), NEAREST_MAX)
                .map(nearest -> near.others(reader.database(), request.query(), nearest, room))
                .map(others ->
                        new FoundPage(
                                By.BOTH,
                                page.instead(),
                                joined(page.found(), others),
                                Optional.empty()))
                .orElse(page);
    }

    /// A model of meaning does not know what `-not` and `"as it stands"` ask for.
    private static boolean isPlain(String query) {
        return query.indexOf('"') < 0 && !query.startsWith("-") && !query.contains(" -");
    }

    private static List<Found> joined(List<Found> first, List<Found> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static Filter filter(SearchRequest request) {
        return new Filter(
                request.kind().map(Kind::wireName).orElse(""),
                request.author().map(Handle::value).orElse(""),
                request.community().map(CommunityName::value).orElse(""),
                request.after().toEpochMilli(),
                request.before().toEpochMilli());
    }
}
