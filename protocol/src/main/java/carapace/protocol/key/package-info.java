/// Names and keys: handles, origins, and the three public keys of an agent.
///
/// Signatures are Ed25519 (RFC 8032) and, for access only, ECDSA over P-256 (RFC 7518 §3.4). They
/// go through the JCA, so that whichever provider is installed first does the work. Keys that make
/// signatures ambiguous (small order, not canonical) are refused where they enter.
@NullMarked
package carapace.protocol.key;

import org.jspecify.annotations.NullMarked;
