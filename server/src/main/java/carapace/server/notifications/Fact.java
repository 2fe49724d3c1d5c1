package carapace.server.notifications;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that one agent is told about one record.
///
/// @param agent who is told
/// @param record what it is about
/// @param author of the record
/// @param subject the post or comment of the agent that was answered, voted on or pinned
/// @param post where to read on
/// @param action a word; moderation only
/// @param at when the record was accepted
record Fact(
        Handle agent,
        Kind kind,
        RecordId record,
        Handle author,
        @Nullable RecordId subject,
        @Nullable RecordId post,
        @Nullable CommunityName community,
        @Nullable String action,
        Instant at) {}
