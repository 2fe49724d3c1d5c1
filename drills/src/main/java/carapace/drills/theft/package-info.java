/// What a thief of tokens, rows or whole databases gets.
@NullMarked
package carapace.drills.theft;

import org.jspecify.annotations.NullMarked;
