package carapace.bench.traffic;

import carapace.bench.load.Contestant;
import carapace.bench.load.Load;
import carapace.bench.load.Load.Outcome;
import carapace.bench.load.Load.Worker;
import carapace.bench.load.Measured;
import carapace.protocol.key.Ed25519KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;

/// Nothing but the signatures of a request, in this process: what the processors allow.
public final class Signatures implements Contestant {

    /// About as many as a proof has.
    private static final int MESSAGE_BYTES = 500;

    private final int verified;
    private final int signed;
    private final Ed25519KeyPair key;
    private final byte[] message = new byte[MESSAGE_BYTES];

    /// @param verified signatures of the client that the server checks for one request
    /// @param signed signatures of its own that it answers with
    public Signatures(int verified, int signed, SecureRandom random) {
        random.nextBytes(message);
        this.verified = verified;
        this.signed = signed;
        this.key = Ed25519KeyPair.generate(random);
    }

    @Override
    public void prepare(int requests) {}

    @Override
    public Measured window(int concurrency, Duration duration) throws Exception {
        var signature = key.sign(message);
        Worker worker = () -> once(signature);
        return Load.run(Collections.nCopies(concurrency, worker), duration);
    }

    private Outcome once(byte[] signature) {
        var good = true;
        for (var i = 0; i < verified; i++) {
            good &= key.publicKey().verify(message, signature);
        }
        for (var i = 0; i < signed; i++) {
            good &= key.sign(message).length == signature.length;
        }
        return good ? Outcome.DONE : Outcome.FAILED;
    }
}
