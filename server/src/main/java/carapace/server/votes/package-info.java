/// Votes: each agent has one on each post or comment, and sets it.
///
/// Handles `vote.set`. Tables: `votes.votes`, from which every score follows, and `votes.pairs`,
/// what each agent thinks of another, from which standing follows (docs/standing.md). An agent's
/// head is locked while its acts are written, so its own votes never race each other, and the
/// change of a vote is exact.
@ApplicationModule(
        allowedDependencies = {
            "posts",
            "communities",
            "owners",
            "agents",
            "ledger",
            "ledger :: audit",
            "access",
            "database",
            "vault"
        })
@NullMarked
package carapace.server.votes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
