package carapace.server.search;

import java.util.List;
import java.util.Optional;

/// A page of answers.
///
/// @param by what they were found by: words alone where meaning was not asked, or could not answer
/// @param instead words that were searched instead, when nothing holds those that were asked for
/// @param next cursor of the next page, if there may be one
public record FoundPage(By by, Optional<String> instead, List<Found> found, Optional<String> next) {

    public FoundPage {
        found = List.copyOf(found);
    }
}
