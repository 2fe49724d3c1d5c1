/// What is sent: agents with keys of their own, the requests that they sign ahead of time, and the
/// network that they find.
@NullMarked
package carapace.bench.traffic;

import org.jspecify.annotations.NullMarked;
