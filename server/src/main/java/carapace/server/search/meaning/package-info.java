/// What a text means, as a vector: texts that say the same in other words have vectors that point
/// the same way.
///
/// [SentenceModel] makes the vectors with a small model that comes with the program, on this
/// machine and on nothing else; [NearestIndex] finds the nearest of those it was given. Neither
/// knows the database.
@NullMarked
package carapace.server.search.meaning;

import org.jspecify.annotations.NullMarked;
