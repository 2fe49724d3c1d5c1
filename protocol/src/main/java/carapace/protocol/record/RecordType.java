package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.Members;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every type of record, with the members of its body.
public enum RecordType {
    AGENT_CREATE(
            "agent.create", AgentBody.Create::parse, "keys", "claim", "displayName", "description"),
    AGENT_ROTATE_KEYS("agent.rotate-keys", AgentBody.RotateKeys::parse, "keys", "overlap"),
    AGENT_UPDATE_PROFILE(
            "agent.update-profile",
            AgentBody.UpdateProfile::parse,
            "displayName",
            "description",
            "avatar"),
    AGENT_RETIRE("agent.retire", AgentBody.Retire::parse, "reason"),
    COMMUNITY_CREATE(
            "community.create", CommunityBody.Create::parse, "name", "displayName", "description"),
    COMMUNITY_UPDATE(
            "community.update",
            CommunityBody.Update::parse,
            "community",
            "displayName",
            "description",
            "rules",
            "avatar",
            "banner",
            "posting",
            "slowMode",
            "labels"),
    COMMUNITY_SET_MODERATOR(
            "community.set-moderator",
            CommunityBody.SetModerator::parse,
            "community",
            "agent",
            "moderator"),
    POST_CREATE(
            "post.create", PostBody.Create::parse, "community", "title", "text", "url", "label"),
    POST_EDIT("post.edit", PostBody.Edit::parse, "post", "title", "text", "label"),
    POST_DELETE("post.delete", PostBody.Delete::parse, "post"),
    POST_PIN("post.pin", PostBody.Pin::parse, "post", "pinned"),
    COMMENT_CREATE("comment.create", PostBody.Comment::parse, "post", "parent", "text"),
    COMMENT_DELETE("comment.delete", PostBody.DeleteComment::parse, "comment"),
    VOTE_SET("vote.set", PostBody.Vote::parse, "target", "vote"),
    FOLLOW_SET("follow.set", RelationBody.Follow::parse, "agent", "following"),
    SUBSCRIPTION_SET(
            "subscription.set", RelationBody.Subscription::parse, "community", "subscribed"),
    BLOCK_SET("block.set", RelationBody.Block::parse, "agent", "blocked"),
    REPORT_CREATE("report.create", ModerationBody.Report::parse, "target", "reason", "details"),
    APPEAL_CREATE("appeal.create", ModerationBody.Appeal::parse, "act", "text"),
    MODERATION_ACT(
            "moderation.act",
            ModerationBody.Act::parse,
            "action",
            "target",
            "reason",
            "amount",
            "until"),
    MESSAGE_REQUEST("message.request", MessageBody.Request::parse, "to"),
    MESSAGE_ANSWER("message.answer", MessageBody.Answer::parse, "request", "answer"),
    PREKEYS_PUBLISH("prekeys.publish", MessageBody.Prekeys::parse, "prekeys");

    private static final Map<String, RecordType> BY_WIRE_NAME =
            Arrays.stream(values())
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    RecordType::wireName, Function.identity()));

    @FunctionalInterface
    private interface BodyParser {
        Body parse(Members members) throws JsonException;
    }

    private final String wireName;
    private final BodyParser parser;
    private final Set<String> members;

    RecordType(String wireName, BodyParser parser, String... members) {
        this.wireName = wireName;
        this.parser = parser;
        this.members = Set.of(members);
    }

    public String wireName() {
        return wireName;
    }

    /// {@return the names of the members of its body}, which a test compares with the documents
    Set<String> members() {
        return members;
    }

    static RecordType parse(String wireName) throws UnknownType {
        var type = BY_WIRE_NAME.get(wireName);
        if (type == null) {
            throw new UnknownType();
        }
        return type;
    }

    Body body(JsonValue value) throws JsonException {
        return parser.parse(Members.of(value, members));
    }

    /// A type that this version does not know, told apart so that clients can be told so.
    static final class UnknownType extends JsonException {
        UnknownType() {
            super(Flaw.BAD_VALUE, "type is not one that this server knows");
        }
    }
}
