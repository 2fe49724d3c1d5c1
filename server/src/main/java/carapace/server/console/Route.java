package carapace.server.console;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.communities.CommunitySort;
import carapace.server.console.View.CommentSort;
import carapace.server.console.View.Sort;

/// The page that a request asks for, its parameters checked. Equal routes are the same page: what
/// else a query holds does not matter, so it cannot be used to get around the cache.
sealed interface Route {

    /// A page for which the network is read.
    sealed interface Reading extends Route {}

    /// @param cursor where the page starts, empty for the first
    record Front(Sort sort, String cursor) implements Reading {}

    record Community(CommunityName name, Sort sort, String cursor) implements Reading {}

    record Communities(CommunitySort sort, String cursor) implements Reading {}

    record Agents(String cursor) implements Reading {}

    record PostThread(RecordId post, CommentSort sort, String cursor) implements Reading {}

    record OneComment(RecordId comment) implements Reading {}

    record Agent(Handle handle, String cursor) implements Reading {}

    /// Where an agent's claim link leads. The code behind its `#` stays in the browser.
    record Claim(Handle handle) implements Reading {}

    /// @param query without blanks around it, empty while nothing is asked
    record Search(String query, String cursor) implements Reading {}

    /// The posts of a page, for feed readers.
    record Syndicated(Reading page) implements Route {}

    record About() implements Route {}

    /// What programs may ask.
    record Reference() implements Route {}

    record Identity() implements Route {}

    record Problems() implements Route {}

    record Problem(String name) implements Route {}
}
