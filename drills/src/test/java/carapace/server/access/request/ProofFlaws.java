package carapace.server.access.request;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.Members;
import carapace.protocol.key.AccessKey;
import carapace.protocol.record.Jws;
import carapace.server.access.Refusal;
import carapace.server.access.proof.Proof;
import carapace.server.access.proof.ProofCheck;
import carapace.server.access.proof.Target;
import carapace.server.access.token.AccessToken;
import java.net.URI;

/// Servers that take from a proof what they should compare it with.
public final class ProofFlaws {

    private static final int TEXT_MAX = 4_096;

    private ProofFlaws() {}

    abstract static class Flaw extends FlawedAuthentication {
        @Override
        Authentication flawed(Parts parts) {
            return new Sound(parts) {
                @Override
                Proof proved(String compact, Target target, AccessToken token, AccessKey key) {
                    try {
                        return believed(parts.proofs(), compact, target, token.hash(), key);
                    } catch (JsonException | IllegalArgumentException notRead) {
                        return super.proved(compact, target, token, key);
                    }
                }
            };
        }

        abstract Proof believed(
                ProofCheck proofs, String compact, Target target, String tokenHash, AccessKey key)
                throws JsonException;
    }

    /// The key in a proof is believed to be the one that the token is bound to.
    public static final class AnyKey extends Flaw {
        @Override
        Proof believed(
                ProofCheck proofs, String compact, Target target, String tokenHash, AccessKey key)
                throws JsonException {
            var own = Members.tolerant(Jws.parse(compact).header()).object("jwk");
            return proofs.check(compact, target, tokenHash, AccessKey.parse(own));
        }
    }

    /// A proof of one request serves for every other.
    public static final class AnyRequest extends Flaw {
        @Override
        Proof believed(
                ProofCheck proofs, String compact, Target target, String tokenHash, AccessKey key)
                throws JsonException {
            var method = claim(compact, "htm");
            var path = URI.create(claim(compact, "htu")).getRawPath();
            return proofs.check(compact, new Target(method, path), tokenHash, key);
        }
    }

    /// A proof for one token serves for every other.
    public static final class AnyToken extends Flaw {
        @Override
        Proof believed(
                ProofCheck proofs, String compact, Target target, String tokenHash, AccessKey key)
                throws JsonException {
            return proofs.check(compact, target, claim(compact, "ath"), key);
        }
    }

    /// Some of the proofs that are refused get through all the same.
    abstract static class Forgiving extends Flaw {

        abstract boolean forgives(Refusal refused, JsonObject header) throws JsonException;

        @Override
        Proof believed(
                ProofCheck proofs, String compact, Target target, String tokenHash, AccessKey key)
                throws JsonException {
            try {
                return proofs.check(compact, target, tokenHash, key);
            } catch (Refusal refused) {
                if (!forgives(refused, Jws.parse(compact).header())) {
                    throw refused;
                }
                return new Proof(key, () -> {});
            }
        }
    }

    /// A proof that says that it is not signed need not be.
    public static final class AlgorithmNone extends Forgiving {

        @Override
        boolean forgives(Refusal refused, JsonObject header) throws JsonException {
            return Members.tolerant(header).text("alg", 0, TEXT_MAX).equals("none");
        }
    }

    /// A proof may say more than the server knows of.
    public static final class UnknownMembers extends Forgiving {

        @Override
        boolean forgives(Refusal refused, JsonObject header) {
            var unknown = new JsonString("unknown-member");
            return unknown.equals(refused.problem().extensions().get("defect"));
        }
    }

    private static String claim(String compact, String name) throws JsonException {
        return Members.tolerant(Jws.parse(compact).payload()).text(name, 1, TEXT_MAX);
    }
}
