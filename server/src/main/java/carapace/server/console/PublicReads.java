package carapace.server.console;

import carapace.server.console.Route.Reading;
import java.util.Optional;

/// What anybody may read, in one or two statements a page.
interface PublicReads {

    /// {@return what the page shows, or nothing when there is no such page}
    Optional<View> read(Reading route);
}
