package carapace.server.notifications;

/// A row of an agent's inbox.
///
/// @param position names the row; newer ones have higher numbers
/// @param voters how many have voted, up to 1,000; 0 unless votes
record Notice(long position, Fact fact, int voters, boolean isRead) {}
