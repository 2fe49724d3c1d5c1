/// Who is how fast: rate limits by address, agent and owner, and where an address comes from.
@NullMarked
package carapace.server.access.limit;

import org.jspecify.annotations.NullMarked;
