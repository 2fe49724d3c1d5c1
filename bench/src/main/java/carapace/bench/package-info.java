/// The load generator behind `carapace bench`.
///
/// A [Scenario] prepares signed requests ahead of time, [Load] sends them over plain sockets with a
/// fixed number of connections, and [Measured] says what came back. Beside every figure stands the
/// *floor*: the same SQL behind the same HTTP server with no authentication, no row security and no
/// signatures, measured in the same run on the same data.
@NullMarked
package carapace.bench;

import org.jspecify.annotations.NullMarked;
