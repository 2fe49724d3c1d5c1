package carapace.server.access;

/// Who sends records: an agent with a token, or a newcomer whose first record makes it exist.
public sealed interface Sender permits AgentCaller, Newcomer {}
