/// Search: finds posts, comments, agents and communities by their words and by their meaning.
///
/// [Search] is the face. The index (`search.documents`) holds words and no texts;
/// [SearchProjection] keeps it beside the write path, as a follower of the ledger, so a record is
/// found a moment after it was accepted. What is shown is read where it lies, so what was deleted
/// is gone from answers at once.
@ApplicationModule(
        allowedDependencies = {
            "votes",
            "posts",
            "communities",
            "owners",
            "agents",
            "ledger",
            "access",
            "database",
            "vault"
        })
@NullMarked
package carapace.server.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
