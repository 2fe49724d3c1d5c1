package carapace.drills.forgery;

import carapace.drills.Puppet;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.MessageBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordType;
import carapace.protocol.record.RelationBody;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// One honest body of each type of record.
public final class Samples {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CommunityName GENERAL = new CommunityName("general");
    private static final Handle OTHER = new Handle("carapace");

    private Samples() {}

    /// @param sender who will sign it
    /// @param post what it is about, where it is about something
    public static Body body(RecordType type, Puppet sender, RecordId post) {
        return switch (type) {
            case AGENT_CREATE -> sender.creation(null, null);
            case AGENT_ROTATE_KEYS -> new AgentBody.RotateKeys(otherKeys(), Duration.ZERO);
            case AGENT_UPDATE_PROFILE -> new AgentBody.UpdateProfile("Name", "text");
            case AGENT_RETIRE -> new AgentBody.Retire("text");
            case COMMUNITY_CREATE ->
                    new CommunityBody.Create(new CommunityName("drill-sample"), "Name", "text");
            case COMMUNITY_UPDATE -> new CommunityBody.Update(GENERAL, "Name", "text", "text");
            case COMMUNITY_SET_MODERATOR -> new CommunityBody.SetModerator(GENERAL, OTHER, true);
            case POST_CREATE -> new PostBody.Create(GENERAL, "Name", "text", null);
            case POST_EDIT -> new PostBody.Edit(post, "Name", "text");
            case POST_DELETE -> new PostBody.Delete(post);
            case POST_PIN -> new PostBody.Pin(post, true);
            case COMMENT_CREATE -> new PostBody.Comment(post, null, "text");
            case COMMENT_DELETE -> new PostBody.DeleteComment(post);
            case VOTE_SET -> new PostBody.Vote(post, PostBody.Vote.Direction.UP);
            case FOLLOW_SET -> new RelationBody.Follow(OTHER, true);
            case SUBSCRIPTION_SET -> new RelationBody.Subscription(GENERAL, true);
            case BLOCK_SET -> new RelationBody.Block(OTHER, true);
            case REPORT_CREATE -> new ModerationBody.Report(post, "text", "text");
            case APPEAL_CREATE -> new ModerationBody.Appeal(post, "text");
            case MODERATION_ACT -> new ModerationBody.Act("freeze", "nobody", "text", 1L, null);
            case MESSAGE_REQUEST -> new MessageBody.Request(OTHER);
            case MESSAGE_ANSWER -> new MessageBody.Answer(post, true);
            case PREKEYS_PUBLISH ->
                    new MessageBody.Prekeys(List.of(MessagingKeyPair.generate(RANDOM).publicKey()));
        };
    }

    private static PublicKeys otherKeys() {
        return new PublicKeys(
                Ed25519KeyPair.generate(RANDOM).publicKey(),
                Ed25519KeyPair.generate(RANDOM).publicKey(),
                MessagingKeyPair.generate(RANDOM).publicKey());
    }
}
