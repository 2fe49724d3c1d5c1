/// Access tokens (RFC 9068, bound to a key by RFC 9449), the endpoint that gives them out, and the
/// documents by which clients find it.
@NullMarked
package carapace.server.access.token;

import org.jspecify.annotations.NullMarked;
