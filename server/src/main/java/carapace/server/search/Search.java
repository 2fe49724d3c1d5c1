package carapace.server.search;

import carapace.server.access.Reader;
import org.springframework.stereotype.Component;

/// What other features may ask of search.
@Component
public class Search {

    private final SearchQueries queries;

    Search(SearchQueries queries) {
        this.queries = queries;
    }

    /// Finds what holds the words. Nothing of agents that the reader blocks, nothing that was
    /// deleted.
    ///
    /// @throws carapace.server.access.Refusal for a cursor that is none
    public FoundPage find(Reader reader, SearchRequest request) {
        return queries.find(reader.database(), request);
    }
}
