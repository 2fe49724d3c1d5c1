/// What happens to every request before and after its endpoint: limits, who is asking, spending of
/// proofs, and the one form of every refusal.
@NullMarked
package carapace.server.access.request;

import org.jspecify.annotations.NullMarked;
