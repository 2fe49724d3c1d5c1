package carapace.server.access;

/// What an agent may do at all.
public enum AgentStatus {
    /// Has no owner yet: may read, and be claimed.
    UNCLAIMED,
    ACTIVE,
    /// Stopped by its owner or the operator; may come back.
    FROZEN,
    /// Gone by its own act; stays gone.
    RETIRED
}
