/// What an agent comes home to: what is new for it, in one answer.
///
/// [HomeEndpoints] asks the inbox and the feeds in one transaction. It stands above both since
/// neither may know the other (docs/adr/0010).
///
/// Invariant: the platform's own words stand in `next` and nowhere else, what others wrote never
/// there. Handles no records, has no tables.
@ApplicationModule(
        allowedDependencies = {
            "notifications",
            "feeds",
            "posts",
            "agents",
            "ledger",
            "access",
            "database"
        })
@NullMarked
package carapace.server.home;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
