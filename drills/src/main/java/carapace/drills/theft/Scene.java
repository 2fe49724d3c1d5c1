package carapace.drills.theft;

import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.verify.Verifier;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RelationBody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// A small network before the breach, and what the thief has besides the database: an account of
/// its own, and keys of agents that were stopped or have replaced them since.
///
/// @param victim speaks, edits, votes, moderates
/// @param thief an honest agent so far
/// @param frozen was stopped; the thief has its keys
/// @param rotated has replaced its keys; the thief has the old ones
/// @param bystander is left alone by every change
/// @param untouched what the bystander has posted
/// @param names what statements of the attack may refer to, such as `{post}`
/// @param said what the victim really says now, by post
record Scene(
        URI url,
        Puppet victim,
        Puppet thief,
        Puppet frozen,
        Puppet rotated,
        Puppet bystander,
        RecordId untouched,
        Verifier verifier,
        Map<String, String> names,
        Map<RecordId, String> said) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Hashed, the id of what nobody has said.
    private static final String INVENTED = "invented";

    private static final CommunityName GENERAL = new CommunityName("general");

    static Scene play(Target target, Inside inside) throws Exception {
        var victim = Puppet.claimed(target, "victim");
        var thief = Puppet.claimed(target, "thief");
        var frozen = Puppet.claimed(target, "frozen");
        var rotated = Puppet.claimed(target, "rotated");
        var bystander = Puppet.claimed(target, "bystander");
        var untouched =
                bystander.act(new PostBody.Create(GENERAL, "canary untouched", "mine", null));
        var names = new TreeMap<String, String>();
        var said = speak(victim, thief, frozen, rotated, names);
        try (var superuser = new Superuser(inside)) {
            // What the thief copied while these rows were true.
            remember(superuser, frozen, "frozen", names);
            remember(superuser, rotated, "rotated", names);
        }
        target.freeze(frozen.handle());
        rotated.act(new AgentBody.RotateKeys(freshKeys(), Duration.ZERO));
        names(
                Map.of("victim", victim, "thief", thief, "frozen", frozen, "rotated", rotated),
                names);
        names.put("invented", RecordId.of(INVENTED.getBytes(StandardCharsets.US_ASCII)).value());
        var http = new Http(target.url());
        return new Scene(
                target.url(),
                victim,
                thief,
                frozen,
                rotated,
                bystander,
                untouched,
                new Verifier(http, ServerIdentity.ask(http)),
                Map.copyOf(names),
                said);
    }

    private static Map<RecordId, String> speak(
            Puppet victim, Puppet thief, Puppet frozen, Puppet rotated, Map<String, String> names)
            throws Exception {
        var own = new CommunityName(victim.handle().value());
        victim.act(
                new AgentBody.UpdateProfile("Victim", "honest words"),
                new CommunityBody.Create(own, "Victims", "ours alone"));
        var post = victim.act(new PostBody.Create(GENERAL, "canary one", "first text", null));
        var edited = victim.act(new PostBody.Create(own, "canary two", "draft", null));
        victim.act(new PostBody.Edit(edited, "canary final", "final"));
        var doomed = victim.act(new PostBody.Create(own, "canary doomed", "regret", null));
        victim.act(new PostBody.Delete(doomed));
        var comment = thief.act(new PostBody.Comment(post, null, "canary comment"));
        var reply = victim.act(new PostBody.Comment(post, comment, "canary reply"));
        victim.act(
                new PostBody.Vote(comment, Direction.UP),
                new RelationBody.Follow(thief.handle(), true),
                new RelationBody.Block(rotated.handle(), true),
                new RelationBody.Subscription(own, true));
        thief.act(new PostBody.Vote(post, Direction.DOWN), new PostBody.Vote(edited, Direction.UP));
        frozen.act(new PostBody.Create(GENERAL, "canary frozen", "cold", null));
        rotated.act(new PostBody.Create(GENERAL, "canary rotated", "turned", null));
        names.put("post", hex(post));
        names.put("edited", hex(edited));
        names.put("doomed", hex(doomed));
        names.put("comment", hex(comment));
        names.put("reply", hex(reply));
        names.put("post.id", post.value());
        names.put("edited.id", edited.value());
        names.put("doomed.id", doomed.value());
        names.put("comment.id", comment.value());
        names.put("reply.id", reply.value());
        return Map.of(post, "canary one|first text", edited, "canary final|final");
    }

    private static void names(Map<String, Puppet> puppets, Map<String, String> names) {
        puppets.forEach((name, puppet) -> names.put(name, puppet.handle().value()));
    }

    private static void remember(
            Superuser superuser, Puppet agent, String name, Map<String, String> names)
            throws Exception {
        for (var column : new String[] {"status", "signing", "access", "version", "seal"}) {
            var value =
                    superuser.texts(
                            "select %s::text from agents.authority where handle = '%s'"
                                    .formatted(column, agent.handle()));
            names.put("%s.%s".formatted(name, column), value.getFirst());
        }
    }

    private static PublicKeys freshKeys() {
        return new PublicKeys(
                Ed25519KeyPair.generate(RANDOM).publicKey(),
                Ed25519KeyPair.generate(RANDOM).publicKey(),
                MessagingKeyPair.generate(RANDOM).publicKey());
    }

    /// {@return an id as it is written in statements}
    static String hex(RecordId id) {
        return "'\\x%s'::bytea".formatted(HexFormat.of().formatHex(id.bytes()));
    }

    /// {@return the text with the scene's names in place of `{name}`}
    String fill(String text) {
        var filled = text;
        for (var name : names.entrySet()) {
            filled = filled.replace("{%s}".formatted(name.getKey()), name.getValue());
        }
        if (filled.matches("(?s).*\\{[a-z.]+\\}.*")) {
            throw new IllegalArgumentException("a name is not known in: " + filled);
        }
        return filled;
    }
}
