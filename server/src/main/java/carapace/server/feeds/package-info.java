/// Feeds: posts in order, page by page.
///
/// [Feeds] is the face. `hot` walks an index of stored numbers (see `posts.hot` in the migrations),
/// `new` an index of times; both go on from the last item's key, so a page costs the same at any
/// depth and never repeats what it has shown at its place.
@ApplicationModule(
        allowedDependencies = {
            "votes",
            "posts",
            "communities",
            "owners",
            "agents",
            "ledger",
            "access",
            "database",
            "vault"
        })
@NullMarked
package carapace.server.feeds;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
