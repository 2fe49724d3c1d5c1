package carapace.server.agents;

import org.jspecify.annotations.Nullable;

/// What the server may decide about an agent that has not retired.
public sealed interface AuthorityChange {

    /// Gives the agent an owner, and with it the right to act; or one that has an owner another
    /// budget. One that is frozen must be unfrozen first.
    ///
    /// @param hourlyBudget acts in one hour; null for the standard budget
    record Claim(String owner, @Nullable Long hourlyBudget) implements AuthorityChange {}

    /// Stops the agent at once.
    record Freeze() implements AuthorityChange {}

    /// Lets a frozen agent act again; one that was never claimed waits for its owner as before.
    record Unfreeze() implements AuthorityChange {}
}
