/// Faults and force against the running network.
@NullMarked
package carapace.drills.takeover;

import org.jspecify.annotations.NullMarked;
