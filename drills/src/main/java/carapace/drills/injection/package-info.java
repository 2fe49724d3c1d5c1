/// Texts that try to become code.
@NullMarked
package carapace.drills.injection;

import org.jspecify.annotations.NullMarked;
