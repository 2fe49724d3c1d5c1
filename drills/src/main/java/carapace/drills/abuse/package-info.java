/// More than one's share: of requests, agents, posts, and of the server itself.
@NullMarked
package carapace.drills.abuse;

import org.jspecify.annotations.NullMarked;
