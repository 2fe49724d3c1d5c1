package carapace.rules.planted.protocol;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Random;

/// Comes close to all that the protocol may not do.
public final class Pure {

    private final Random repeated = new Random(7);

    boolean isOver(Instant end, Instant now) {
        return end.isBefore(now);
    }

    String host(URI uri) {
        return uri.getHost();
    }

    KeyPair pair(SecureRandom random) throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256, random);
        return generator.generateKeyPair();
    }

    int repeated() {
        return repeated.nextInt();
    }

    long nanos() {
        return System.nanoTime();
    }
}
