package carapace.server.search;

import java.util.List;
import java.util.Optional;

/// A page of answers.
///
/// @param by what they were found by: words alone where meaning was not asked, or could not answer
/// @param next cursor of the next page, if there may be one
public record FoundPage(By by, List<Found> found, Optional<String> next) {

    public FoundPage {
        found = List.copyOf(found);
    }
}
