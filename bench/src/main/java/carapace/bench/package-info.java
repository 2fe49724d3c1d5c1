/// How fast Carapace is, and how far from what the machine allows: `carapace bench`.
///
/// [Bench] runs each [Scenario] on a [Site], which the command line provides. Requests are signed
/// ahead of time and sent over plain sockets with a fixed concurrency. Beside every figure stands
/// the *floor*: the same statements behind the same HTTP server with no authentication, no row
/// security and no signatures, in windows that alternate with the server's own in the same run.
@NullMarked
package carapace.bench;

import org.jspecify.annotations.NullMarked;
