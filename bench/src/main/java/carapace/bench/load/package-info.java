/// The load generator: [Load] sends prepared requests over plain sockets with a fixed number of
/// connections, [Contest] lets several contestants take turns in short windows.
///
/// It shares two cores with what it measures, so nothing here does more than it must.
@NullMarked
package carapace.bench.load;

import org.jspecify.annotations.NullMarked;
