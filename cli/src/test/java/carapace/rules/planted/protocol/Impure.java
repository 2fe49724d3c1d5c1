package carapace.rules.planted.protocol;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/// What the protocol may not do, each in a class of its own.
public final class Impure {

    private Impure() {}

    public static final class ReadsFile {
        String text(String path) throws IOException {
            return Files.readString(Path.of(path));
        }
    }

    public static final class OpensSocket {
        Socket to(String host) throws IOException {
            return new Socket(host, 443);
        }
    }

    public static final class HoldsClock {
        boolean isOver(Instant end, Clock clock) {
            return end.isBefore(clock.instant());
        }
    }

    public static final class AsksNow {
        boolean isOver(Instant end) {
            return end.isBefore(Instant.now());
        }
    }

    public static final class RefersToSystemClock {
        Supplier<Clock> clock() {
            return Clock::systemUTC;
        }
    }

    public static final class DrawsUuid {
        String id() {
            return UUID.randomUUID().toString();
        }
    }

    public static final class DrawsUnseeded {
        int number() {
            return new Random().nextInt();
        }
    }

    public static final class MakesItsOwnSource {
        long number() {
            return new SecureRandom().nextLong();
        }
    }

    public static final class GeneratesFromDefault {
        KeyPair pair() throws NoSuchAlgorithmException {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        }
    }
}
