/// Posts and comments, and how they rank.
///
/// Handles `post.create`, `post.edit`, `post.delete`, `post.pin`, `comment.create` and
/// `comment.delete`. Tables: `posts.posts`, `posts.bodies`, `posts.ranks`, `posts.comments`,
/// `posts.deltas`. [Posts] is the face.
///
/// Invariants: the id of a post or comment is the id of the record that made it; deleting erases
/// what was said, here and in the ledger, and leaves a tombstone; counts change by appended deltas
/// only, which [RankFold] adds up, so a target that everybody votes on is as fast as any other.
@ApplicationModule(
        allowedDependencies = {
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
package carapace.server.posts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
