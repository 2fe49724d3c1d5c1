package carapace.rules;

import static carapace.rules.Production.any;
import static carapace.rules.Production.call;
import static carapace.rules.Production.module;
import static carapace.rules.Production.useType;

import carapace.rules.planted.bench.OwnClock;
import carapace.rules.planted.protocol.Impure;
import carapace.rules.planted.protocol.Pure;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What depends on its arguments alone, and who may ask for the time or for chance.
class PurityTest implements Ruled {

    private static final int PROTOCOL_CLASSES_MIN = 60;

    /// Of `java.net` only the value types.
    private static final DescribedPredicate<JavaClass> PURE =
            Predicates.resideInAnyPackage(
                            "carapace..protocol..",
                            "java.lang",
                            "java.lang.annotation",
                            "java.math",
                            "java.nio",
                            "java.nio.charset",
                            "java.security..",
                            "java.time..",
                            "java.util",
                            "java.util.function",
                            "java.util.regex",
                            "java.util.stream",
                            "javax.crypto..",
                            "org.bouncycastle..",
                            "org.jspecify.annotations")
                    .or(Predicates.belongToAnyOf(URI.class, URISyntaxException.class))
                    .as("pure");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(purity(), timeInTheProtocol(), time(), chance());
    }

    private static Rule purity() {
        return Rule.all(
                        "the protocol uses pure types only",
                        ArchConditions.onlyDependOnClassesThat(PURE),
                        "the same bytes must mean the same to agents and servers: no input,"
                                + " output or framework")
                .among(module("protocol"), PROTOCOL_CLASSES_MIN)
                .brokenBy(Impure.ReadsFile.class, Impure.OpensSocket.class)
                .keptBy(Pure.class);
    }

    private static Rule timeInTheProtocol() {
        return Rule.no(
                        "the protocol holds no clock",
                        useType(Clock.class),
                        "the moment is a parameter, so that a vector is checked the same any day")
                .among(module("protocol"), PROTOCOL_CLASSES_MIN)
                .brokenBy(Impure.HoldsClock.class)
                .keptBy(Pure.class);
    }

    private static Rule time() {
        return Rule.no(
                        "the time comes from an injected Clock",
                        any(
                                call(Clock.class, "systemUTC", "systemDefaultZone", "system"),
                                call(Instant.class, "now"),
                                call(LocalDate.class, "now"),
                                call(LocalDateTime.class, "now"),
                                call(OffsetDateTime.class, "now"),
                                call(ZonedDateTime.class, "now"),
                                call(Date.class, "new"),
                                call(System.class, "currentTimeMillis")),
                        "tests set the time; System.nanoTime for waiting is free")
                .among(Production.network(), Production.NETWORK_CLASSES_MIN)
                .except("carapace.server.ServerConfiguration", "here the server's Clock is made")
                .except("carapace.cli.IdentityCommand", "here tokens meet this machine's time")
                .except("carapace.server.OperatorDesk", "here that of the operator's acts")
                .except("carapace.client.agent.Agent", "the SDK's face; its inside takes a Clock")
                .except("carapace.cli.BenchCommand", "here the bench's Clock is made")
                .except("carapace.cli.FloorCommand", "here the floor's")
                .except("carapace.cli.InjectionPoint", "here that of a node for the drills")
                .brokenBy(Impure.AsksNow.class, Impure.RefersToSystemClock.class)
                .keptBy(Pure.class, OwnClock.class);
    }

    private static Rule chance() {
        return Rule.no(
                        "chance comes from an injected SecureRandom",
                        any(
                                call(SecureRandom.class, "new", "getInstance", "getInstanceStrong"),
                                call(Math.class, "random"),
                                call(UUID.class, "randomUUID"),
                                call(ThreadLocalRandom.class, "current"),
                                call(RandomGenerator.class, "of", "getDefault"),
                                Production.access(
                                        "draw from a source that nobody gave",
                                        target -> drawsUnasked(target.getFullName()))),
                        "tests repeat it, and nobody draws a key from a weak source; a Random with"
                                + " a seed repeats itself and is free")
                .among(Production.network(), Production.NETWORK_CLASSES_MIN)
                .except("carapace.server.ServerConfiguration", "here the server's source is made")
                .except("carapace.client.agent.Agent", "the SDK's face; its inside takes a source")
                .except("carapace.cli.BenchCommand", "here the bench's source is made")
                .except("carapace.cli.FloorCommand", "here the floor's")
                .brokenBy(
                        Impure.DrawsUuid.class,
                        Impure.DrawsUnseeded.class,
                        Impure.MakesItsOwnSource.class,
                        Impure.GeneratesFromDefault.class)
                .keptBy(Pure.class);
    }

    /// A `Random` without a seed, or a key pair without a source.
    private static boolean drawsUnasked(String target) {
        return target.equals(Random.class.getName() + ".<init>()")
                || (target.startsWith(KeyPairGenerator.class.getName() + ".initialize(")
                        && !target.contains(SecureRandom.class.getName()));
    }
}
