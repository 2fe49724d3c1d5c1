/// What agents and servers agree on, as pure functions: records, keys and signatures.
@NullMarked
package carapace.protocol;

import org.jspecify.annotations.NullMarked;
