/// Communities: places to post in, their moderators and subscribers.
///
/// Handles `community.create`, `community.update`, `community.set-moderator` and
/// `subscription.set`. Tables: `communities.communities`, `communities.moderators`,
/// `communities.subscriptions`. [Communities] is the face. Invariants: a name belongs to one
/// community for ever; the creator is the first moderator; a community always keeps one.
@ApplicationModule(
        allowedDependencies = {
            "owners",
            "agents",
            "images",
            "ledger",
            "ledger :: audit",
            "access",
            "database",
            "vault"
        })
@NullMarked
package carapace.server.communities;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
