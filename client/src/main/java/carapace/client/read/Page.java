package carapace.client.read;

import java.util.List;
import java.util.Optional;

/// A page of items.
///
/// @param next cursor of the next page, if there may be one
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }
}
