package carapace.server.search;

import java.util.List;
import java.util.Optional;

/// A page of answers.
///
/// @param next cursor of the next page, if there may be one
public record FoundPage(List<Found> found, Optional<String> next) {

    public FoundPage {
        found = List.copyOf(found);
    }
}
