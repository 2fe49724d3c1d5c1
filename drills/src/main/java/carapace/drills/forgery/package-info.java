/// Acts and counts that nobody signed.
@NullMarked
package carapace.drills.forgery;

import org.jspecify.annotations.NullMarked;
