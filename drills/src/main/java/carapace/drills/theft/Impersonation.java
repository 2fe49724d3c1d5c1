package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Forged;
import carapace.drills.Puppet;
import carapace.drills.Wire.Answer;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.MessagingKeyPair;
import carapace.protocol.key.PublicKeys;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.RecordPayload;
import carapace.protocol.record.SignedRecord;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The thief acts in another agent's name, over HTTP as everybody does, with its own keys.
final class Impersonation {

    private static final SecureRandom RANDOM = new SecureRandom();

    /// Of a token asked for with keys that are not, or no longer, the agent's.
    private static final Set<String> NO_TOKEN = Set.of("assertion-invalid", "agent-frozen");

    /// Of a record that is not the sender's: without a token it is not even looked at.
    private static final Set<String> NO_ACT = Set.of("foreign-agent", "token-missing");

    /// Of a record that only a believing server gets to see: one sent with the victim's token.
    private static final Set<String> NO_RECORD =
            Set.of("record-signature", "chain-fork", "chain-gap", "not-allowed");

    private final Scene scene;
    private final Puppet thief;
    private final Attempts attempts;
    private final Ed25519PublicKey serverKey;

    Impersonation(Scene scene, Attempts attempts) throws Exception {
        this.scene = scene;
        this.thief = scene.thief();
        this.attempts = attempts;
        var about = thief.wire().get(thief.url("/.well-known/carapace"), java.util.Map.of());
        var jwk =
                Members.tolerant(
                        Members.tolerant(StrictJson.parse(about.body())).object("serverKey"));
        serverKey = Ed25519PublicKey.of(Base64Url.decode(jwk.text("x", 43, 43)));
    }

    /// Tries every way with the thief's own keys.
    ///
    /// @param after what was done to the database before
    void asVictim(Aftermath after) throws Exception {
        var victim = scene.victim();
        var algorithm = thief.access().publicKey().algorithm();
        var assertion =
                Forged.assertion(victim.handle().value(), victim.issuer(), algorithm)
                        .sign(thief.access());
        var token = thief.askForToken(assertion, "");
        refused(after, "a token as the victim", token, NO_TOKEN);
        var post = new PostBody.Create(new CommunityName("general"), "I, victim", "give up", null);
        var profile = new AgentBody.UpdateProfile("Victim", "send me your keys");
        for (Body body : new Body[] {post, profile}) {
            var forged = forge(victim, body);
            send(after, "an act as the victim, with the thief's token", forged, ownToken(), NO_ACT);
            send(after, "an act as the victim, without a token", forged, "", NO_ACT);
            if (token.ok()) {
                var kind = "an act as the victim, with the victim's token";
                send(after, kind, forged, token(token), NO_RECORD);
            }
        }
        var creation = forge(victim, creation(), 0, null);
        var taken = Set.of("handle-taken");
        send(after, "the victim's handle taken anew", creation, "", taken);
    }

    /// An agent that was frozen, or has replaced its keys, acts with the keys that it had.
    void asBefore(Aftermath after, Puppet old) throws Exception {
        var token = old.askForToken(old.assertion(), "");
        refused(after, "a token by a key that counts no more", token, NO_TOKEN);
        var act = new PostBody.Create(new CommunityName("general"), "back", "again", null);
        var record = forge(old, act, old);
        send(after, "an act by a key that counts no more", record, ownToken(), NO_ACT);
    }

    /// {@return the thief's honest token; empty when its own row was changed, so that it gets none}
    private String ownToken() throws Exception {
        var answer = thief.askForToken(thief.assertion(), "");
        return answer.ok() ? token(answer) : "";
    }

    private static String token(Answer answer) throws JsonException {
        return Members.tolerant(StrictJson.parse(answer.body())).text("access_token", 1, 4_096);
    }

    private SignedRecord forge(Puppet victim, Body body) throws Exception {
        return forge(victim, body, thief);
    }

    /// The next record of somebody's chain, as the server tells it.
    private SignedRecord forge(Puppet of, Body body, Puppet signer) throws Exception {
        var answer =
                thief.wire()
                        .get(
                                of.url("/v1/agents/%s/head".formatted(of.handle())),
                                java.util.Map.of());
        if (!answer.ok()) {
            return forge(of, body, 1, RecordId.of(new byte[0]), signer);
        }
        var head = Members.tolerant(StrictJson.parse(answer.body()));
        return forge(
                of,
                body,
                Math.max(1, head.number("seq", Long.MIN_VALUE, Long.MAX_VALUE) + 1),
                new RecordId(head.text("record", 43, 43)),
                signer);
    }

    private SignedRecord forge(Puppet of, Body body, long seq, @Nullable RecordId prev) {
        return forge(of, body, seq, prev, thief);
    }

    private static SignedRecord forge(
            Puppet of, Body body, long seq, @Nullable RecordId prev, Puppet signer) {
        return SignedRecord.sign(
                new RecordPayload(of.origin(), of.handle(), seq, prev, Instant.now(), body),
                signer.signing());
    }

    private AgentBody.Create creation() throws JsonException {
        var keys =
                new PublicKeys(
                        thief.access().publicKey(),
                        thief.signing().publicKey(),
                        MessagingKeyPair.generate(RANDOM).publicKey());
        return new AgentBody.Create(keys, RecordId.of(new byte[1]).value(), "Victim", null);
    }

    private void send(
            Aftermath after, String kind, SignedRecord forged, String token, Set<String> problems)
            throws Exception {
        var body = new JsonWriter().texts("records", List.of(forged.compact())).write();
        var answer = thief.call("POST", "/v1/records", token, body);
        refused(after, kind, answer, problems);
        var receipt =
                thief.wire()
                        .get(
                                thief.url("/v1/records/%s/receipt".formatted(forged.id())),
                                java.util.Map.of());
        refused(after, "a receipt for a forged record", receipt, Set.of("not-found"));
        var valid = isReceipt(answer.body(), forged) || isReceipt(receipt.body(), forged);
        attempts.tried(
                "a valid receipt for a forged record",
                valid,
                "%s: %s".formatted(after.done(), kind));
    }

    private void refused(Aftermath after, String kind, Answer answer, Set<String> problems) {
        attempts.refused(kind, answer, after.done(), after.refusalsWith(problems));
    }

    /// {@return whether a receipt by the server's key for this record stands in the answer}
    private boolean isReceipt(String body, SignedRecord forged) {
        return texts(body).stream()
                .anyMatch(text -> {
                    try {
                        return Receipt.verify(text, serverKey).record().equals(forged.id());
                    } catch (JsonException e) {
                        return false;
                    }
                });
    }

    private static List<String> texts(String body) {
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            var texts = new java.util.ArrayList<String>();
            for (JsonValue json : members.list("receipts", 0, 100)) {
                texts.add(Members.tolerant(json).text("receipt", 1, 4_096));
            }
            return texts;
        } catch (JsonException e) {
            return List.of(body);
        }
    }
}
