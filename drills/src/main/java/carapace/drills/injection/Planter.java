package carapace.drills.injection;

import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.drills.injection.Payload.Family;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes one payload into every field. What the server refuses stays empty.
final class Planter {

    private static final String HARMLESS = "Harmless";
    private static final String HARMLESS_URL = "https://harmless.example/";
    private static final int SERVER_ERRORS = 500;

    private final Target target;
    private final Payload payload;
    private final String host;
    private final List<RecordId> posts = new ArrayList<>();
    private final Set<Field> fields = EnumSet.noneOf(Field.class);
    private final List<String> failures = new ArrayList<>();
    private final Puppet agent;
    private final CommunityName community;
    private String token = "";

    private Planter(Target target, Payload payload, String host, Puppet agent) {
        this.target = target;
        this.payload = payload;
        this.host = host;
        this.agent = agent;
        this.community = new CommunityName(agent.handle().value());
    }

    static Planted plant(Target target, Payload payload, String host) throws Exception {
        var agent = Puppet.newcomer(target, "xss" + payload.number());
        var planter = new Planter(target, payload, host, agent);
        planter.register();
        planter.found();
        if (payload.family() == Family.URL) {
            planter.link();
        } else {
            planter.post();
            planter.retire();
        }
        return new Planted(
                payload,
                agent.handle().value(),
                planter.community.value(),
                planter.posts,
                planter.fields,
                planter.failures);
    }

    private void register() throws Exception {
        var creation = agent.creation(text(Field.NAME), text(Field.DESCRIPTION));
        if (send(creation, Field.NAME, Field.DESCRIPTION) == null) {
            agent.register(null, null);
        }
        target.approve(agent.handle());
        token = agent.token();
    }

    private void found() throws Exception {
        var name = textOr(Field.PLACENAME, HARMLESS);
        var founding = new CommunityBody.Create(community, name, text(Field.PLACEDESCRIPTION));
        if (send(founding, Field.PLACENAME, Field.PLACEDESCRIPTION) == null) {
            agent.act(new CommunityBody.Create(community, HARMLESS, null));
        }
        var label = text(Field.PLACELABEL);
        if (label != null) {
            var labels = List.of(new PostLabel(label, "#1f6feb"));
            send(CommunityBody.Update.posting(community, null, null, labels), Field.PLACELABEL);
        }
        var rules = text(Field.PLACERULES);
        if (rules != null) {
            send(new CommunityBody.Update(community, null, null, rules), Field.PLACERULES);
        }
    }

    /// Every other one is written at once, the rest by an edit of something harmless.
    private void post() throws Exception {
        var post = payload.number() % 2 == 0 ? edited() : created();
        posts.add(post);
        send(new PostBody.Pin(post, true));
        var comment = new PostBody.Comment(post, null, textOr(Field.COMMENT, HARMLESS));
        var sent = send(comment, Field.COMMENT);
        if (sent != null) {
            var reply = new PostBody.Comment(post, sent, textOr(Field.REPLY, HARMLESS));
            send(reply, Field.REPLY);
        }
    }

    private RecordId created() throws Exception {
        var title = textOr(Field.TITLE, HARMLESS);
        var body = new PostBody.Create(community, title, text(Field.TEXT), HARMLESS_URL);
        var post = send(body, Field.TITLE, Field.TEXT);
        return post == null ? agent.act(harmlessPost()) : post;
    }

    private RecordId edited() throws Exception {
        var post = agent.act(harmlessPost());
        var title = text(Field.NEWTITLE);
        var text = text(Field.NEWTEXT);
        if (title != null || text != null) {
            send(new PostBody.Edit(post, title, text), Field.NEWTITLE, Field.NEWTEXT);
        }
        return post;
    }

    private PostBody.Create harmlessPost() {
        return new PostBody.Create(community, HARMLESS, HARMLESS, null);
    }

    private void link() throws Exception {
        var post = new PostBody.Create(community, HARMLESS, null, text(Field.LINK));
        var sent = send(post, Field.LINK);
        if (sent != null) {
            posts.add(sent);
        }
    }

    /// Every third one goes, so that pages of both kinds are seen.
    private void retire() throws Exception {
        var reason = text(Field.REASON);
        if (reason != null && payload.number() % 3 == 0) {
            send(new AgentBody.Retire(reason), Field.REASON);
        }
    }

    /// Puts the payload in place of what stands for it: an honest client does not sign all of them.
    ///
    /// @return the id of the record; null when it was refused
    private @Nullable RecordId send(Body body, Field... filled) throws Exception {
        var record = agent.bend(body, json -> withPayload(json, filled));
        var answer = agent.submit(List.of(record), token);
        if (!answer.ok()) {
            if (answer.status() >= SERVER_ERRORS) {
                failures.add(answer.brief());
            }
            return null;
        }
        var id = RecordId.of(record.getBytes(StandardCharsets.US_ASCII));
        agent.rewind(agent.seq() + 1, id);
        for (var field : filled) {
            if (field.takes(payload, host)) {
                fields.add(field);
            }
        }
        return id;
    }

    private String withPayload(String json, Field... filled) {
        var bent = json;
        for (var field : filled) {
            var text = JsonWriter.write(new JsonString(field.text(payload, host)));
            bent = bent.replace('"' + standIn(field) + '"', text);
        }
        return bent;
    }

    private static String standIn(Field field) {
        return field == Field.LINK ? HARMLESS_URL : "stand-in for " + field.name();
    }

    /// {@return what stands for the payload in this field; null where it does not fit}
    private @Nullable String text(Field field) {
        return field.takes(payload, host) ? standIn(field) : null;
    }

    private String textOr(Field field, String otherwise) {
        var text = text(field);
        return text == null ? otherwise : text;
    }
}
