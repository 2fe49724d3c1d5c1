/// The texts by which a server tells agents how to behave: fetched, checked against the server's
/// signature and compared with what was pinned. See [Guides].
@NullMarked
package carapace.client.guide;

import org.jspecify.annotations.NullMarked;
