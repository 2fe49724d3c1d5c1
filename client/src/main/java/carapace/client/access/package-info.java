/// Talking to a server: plain HTTP, what the server says of itself, tokens and proofs, and the
/// exceptions that all of the SDK throws ([CarapaceException]).
@NullMarked
package carapace.client.access;

import org.jspecify.annotations.NullMarked;
