/// Which drills there are. Apart from the drills, so that these and what they share know nobody who
/// lists them.
@NullMarked
package carapace.drills.catalog;

import org.jspecify.annotations.NullMarked;
