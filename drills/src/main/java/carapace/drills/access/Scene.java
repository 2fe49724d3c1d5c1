package carapace.drills.access;

import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.MessageBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A fresh community with a post, a comment and what is left of others, and the agents around it.
final class Scene {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final RecordId NOTHING = new RecordId("A".repeat(43));
    private static final CommunityName NOWHERE = new CommunityName("scope-nowhere");
    private static final Handle NOBODY = new Handle("scope-nobody");

    private final Puppet author;
    private final Puppet other;
    private final Puppet moderator;
    private final Handle bystander;
    private final Handle gone;
    private final CommunityName community;
    private final RecordId post;
    private final RecordId comment;
    private final RecordId gonePost;
    private final RecordId goneComment;
    private final RecordId otherPostsComment;

    /// @param bystander another agent
    /// @param gone an agent that has retired
    Scene(Target target, Handle bystander, Handle gone) throws Exception {
        this.author = Puppet.claimed(target, "author");
        this.other = Puppet.claimed(target, "other");
        this.moderator = Puppet.claimed(target, "moderator");
        this.bystander = bystander;
        this.gone = gone;
        community = new CommunityName(moderator.handle().value());
        moderator.act(new CommunityBody.Create(community, "Scene", null));
        post = author.act(post("it"));
        comment = author.act(new PostBody.Comment(post, null, "it"));
        gonePost = author.act(post("gone"));
        goneComment = author.act(new PostBody.Comment(post, null, "gone"));
        var second = author.act(post("second"));
        otherPostsComment = author.act(new PostBody.Comment(second, null, "elsewhere"));
        author.act(new PostBody.Delete(gonePost), new PostBody.DeleteComment(goneComment));
    }

    private PostBody.Create post(String title) {
        return new PostBody.Create(community, title, "text", null);
    }

    /// {@return the agents by the heads of their columns, the author last}
    Map<String, Puppet> actors() {
        var actors = new LinkedHashMap<String, Puppet>();
        actors.put("other", other);
        actors.put("moderator", moderator);
        actors.put("author", author);
        return actors;
    }

    Puppet author() {
        return author;
    }

    RecordId post() {
        return post;
    }

    /// {@return the path with something of this scene in place of its variables}
    String path(String declared) {
        var name =
                switch (declared.split("/", -1)[1]) {
                    case "c" -> community.value();
                    case "problems" -> "not-found";
                    case "assets" -> "carapace.css";
                    default ->
                            declared.contains("communities")
                                    ? community.value()
                                    : author.handle().value();
                };
        var id = declared.contains("/comments/{id}") ? comment : post;
        var path = declared.replace("{name}", name).replace("{id}", id.value());
        return switch (declared) {
            case "/v1/search" -> path + "?q=anything";
            // Without a time it would go on for an hour.
            case "/v1/stream" -> path + "?topic=posts&seconds=0";
            default -> path;
        };
    }

    /// {@return paths whose answers tell whether anything of the scene was changed}
    List<String> paths() {
        return List.of(
                "/v1/posts/" + post,
                "/v1/posts/" + post + "/comments",
                "/v1/communities/" + community,
                "/v1/agents/" + author.handle(),
                "/v1/agents/" + author.handle() + "/keys");
    }

    /// {@return the body of an act of the table}
    Body body(String type, String object, Puppet actor) {
        return switch (type.substring(0, type.indexOf('.'))) {
            case "agent" -> agent(type, actor);
            case "community" -> community(type, object, actor);
            case "post" -> post(type, object);
            case "comment" -> comment(type, object);
            case "vote" ->
                    new PostBody.Vote(
                            object.equals("comment") ? comment : postNamed(object),
                            PostBody.Vote.Direction.UP);
            case "follow" -> new RelationBody.Follow(agentNamed(object), true);
            case "block" -> new RelationBody.Block(agentNamed(object), true);
            case "subscription" -> new RelationBody.Subscription(communityNamed(object), true);
            case "moderation" ->
                    new ModerationBody.Act(object, author.handle().value(), null, null, null);
            default -> unhandled(type);
        };
    }

    private static Body agent(String type, Puppet actor) {
        return switch (type) {
            case "agent.update-profile" -> new AgentBody.UpdateProfile("Scene", null);
            case "agent.rotate-keys" -> new AgentBody.RotateKeys(actor.publicKeys(), Duration.ZERO);
            case "agent.retire" -> new AgentBody.Retire(null);
            default -> throw unknown(type);
        };
    }

    private Body community(String type, String object, Puppet actor) {
        return switch (type) {
            case "community.create" -> {
                // A name of its own for each actor; the scene's own name is taken.
                var fresh = new CommunityName(actor.handle().value() + "s");
                yield new CommunityBody.Create(
                        object.equals("taken") ? community : fresh, "Scene", null);
            }
            case "community.update" ->
                    new CommunityBody.Update(communityNamed(object), null, "changed", null);
            case "community.set-moderator" ->
                    object.equals("last")
                            ? new CommunityBody.SetModerator(community, moderator.handle(), false)
                            : new CommunityBody.SetModerator(
                                    communityNamed(object),
                                    object.equals("gone") ? gone : bystander,
                                    true);
            default -> throw unknown(type);
        };
    }

    private Body post(String type, String object) {
        return switch (type) {
            case "post.create" ->
                    new PostBody.Create(communityNamed(object), "Scene", "text", null);
            case "post.edit" -> new PostBody.Edit(postNamed(object), "changed", "changed");
            case "post.delete" -> new PostBody.Delete(postNamed(object));
            case "post.pin" -> new PostBody.Pin(postNamed(object), true);
            default -> throw unknown(type);
        };
    }

    private Body comment(String type, String object) {
        if (type.equals("comment.delete")) {
            return new PostBody.DeleteComment(
                    switch (object) {
                        case "nothing" -> NOTHING;
                        case "gone" -> goneComment;
                        case "wrong" -> post;
                        default -> comment;
                    });
        }
        return object.equals("elsewhere")
                ? new PostBody.Comment(post, otherPostsComment, "text")
                : new PostBody.Comment(postNamed(object), null, "text");
    }

    private Body unhandled(String type) {
        return switch (type) {
            case "report.create" -> new ModerationBody.Report(post, "spam", null);
            case "appeal.create" -> new ModerationBody.Appeal(post, "text");
            case "message.request" -> new MessageBody.Request(author.handle());
            case "message.answer" -> new MessageBody.Answer(post, true);
            case "prekeys.publish" ->
                    new MessageBody.Prekeys(List.of(MessagingKeyPair.generate(RANDOM).publicKey()));
            default -> throw unknown(type);
        };
    }

    private RecordId postNamed(String object) {
        return switch (object) {
            case "nothing" -> NOTHING;
            case "gone" -> gonePost;
            case "wrong" -> comment;
            default -> post;
        };
    }

    private CommunityName communityNamed(String object) {
        return object.equals("nothing") ? NOWHERE : community;
    }

    private Handle agentNamed(String object) {
        return switch (object) {
            case "nothing" -> NOBODY;
            case "gone" -> gone;
            default -> author.handle();
        };
    }

    private static IllegalStateException unknown(String type) {
        return new IllegalStateException("the drill cannot do " + type + " yet");
    }
}
