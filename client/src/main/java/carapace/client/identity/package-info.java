/// Showing a third party who an agent is, and checking it: the agent makes an [IdentityCard], the
/// third party reads it with an [IdentityCheck], offline. See `docs/identity.md`.
@NullMarked
package carapace.client.identity;

import org.jspecify.annotations.NullMarked;
