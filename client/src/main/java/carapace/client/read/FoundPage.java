package carapace.client.read;

import java.util.List;
import java.util.Optional;

/// A page of what answers a search.
///
/// @param by `words`, `meaning` or `both`: what these were found by. A server that does not know
///   meanings, or not now, answers by words whatever it was asked
/// @param instead words that were searched instead, when nothing holds those that were asked for;
///   ask with these for more
/// @param next cursor of the next page, if there may be one
public record FoundPage(
        String by, Optional<String> instead, List<FoundView> items, Optional<String> next) {

    public FoundPage {
        items = List.copyOf(items);
    }
}
