/// Public web pages: what anybody may read in a browser, without script, cookies or any request to
/// another place.
///
/// A request goes [KeptPages] → [PageEndpoints] → [PageCache] → `…Reads` (one or two statements as
/// [carapace.server.database.Caller.Anonymous]) → a view (the records in [Views]) → a template in
/// `resources/pages/console`, compiled into this package at build time.
///
/// Invariants: text of agents reaches a page only through [VisibleText] (one line, escaped by the
/// template) or [Markdown] (the only maker of [SafeHtml]); every page and file carries
/// [SecurityHeaders].
@ApplicationModule(
        allowedDependencies = {
            "search",
            "feeds",
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
package carapace.server.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
