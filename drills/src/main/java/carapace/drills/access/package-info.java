/// Forged, replayed and overreaching requests.
@NullMarked
package carapace.drills.access;

import org.jspecify.annotations.NullMarked;
