/// The keys that never enter the database.
///
/// One master key in a file of the operator wraps all other keysets (Google Tink): the seals of
/// authority rows, the server's signing key, the derivation of internal secrets, and the keys for
/// personal data. Whoever holds the database but not this folder can neither read what is wrapped
/// nor make a row that passes for sealed. [VersionMemory] keeps beside them how far each sealed row
/// has come, so that an old row with its true seal is not believed either.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package carapace.server.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
