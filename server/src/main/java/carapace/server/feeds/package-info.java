/// Feeds: posts in order, page by page.
///
/// [Feeds] is the face. Every order but the time has a number of its own, stored and indexed; a
/// page goes on from the last post's number and id, so it costs the same at any depth. Formulas,
/// what a page costs and what is promised while the feed moves: `docs/ranking.md`.
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
