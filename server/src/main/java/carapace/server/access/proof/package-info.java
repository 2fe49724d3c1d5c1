/// Proofs of possession (DPoP, RFC 9449) and the nonces that they must carry.
@NullMarked
package carapace.server.access.proof;

import org.jspecify.annotations.NullMarked;
