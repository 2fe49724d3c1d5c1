package carapace.server.notifications;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import org.jspecify.annotations.Nullable;

/// A post or comment that is there.
///
/// @param post itself, or the one that it is a comment on
/// @param community of a post; null for a comment
record Said(RecordId id, Handle author, RecordId post, @Nullable CommunityName community) {}
