package carapace.drills.abuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import carapace.drills.Drill;
import carapace.drills.UntilBreach;
import carapace.server.DrillTarget;
import carapace.server.access.limit.AddressFlaw;
import carapace.server.access.request.CredentialFlaws;
import carapace.server.access.request.GreedyFlaw;
import carapace.server.access.request.HoardingFlaw;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AbuseTest {

    /// The drill itself sends ten times as many.
    private static final int REGISTRATIONS = 1_000;

    @TempDir private Path folder;

    static Stream<Drill> drills() {
        return Stream.of(
                new RateEvasion(),
                new MassRegistration(REGISTRATIONS),
                new Flood(),
                new Exhaustion());
    }

    @ParameterizedTest
    @MethodSource("drills")
    void holds(Drill drill) throws Exception {
        try (var target = DrillTarget.start(folder, drill.limits())) {
            var verdict = drill.run(target);

            assertThat(verdict.held()).as("%s", verdict).isTrue();
        }
    }

    static Stream<Arguments> flaws() {
        return Stream.of(
                arguments(AddressFlaw.class, new RateEvasion(), "visitor in disguise"),
                arguments(AddressFlaw.class, new Exhaustion(), "among idle connections"),
                arguments(HoardingFlaw.class, new Exhaustion(), "bodies that never end"),
                arguments(GreedyFlaw.class, new Exhaustion(), "a body without end"),
                arguments(AddressFlaw.class, new MassRegistration(), "one of a crowd"),
                arguments(CredentialFlaws.Bearer.class, new RateEvasion(), "agent with two keys"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void noticesAFlaw(Class<?> flaw, Drill drill, String evidence) throws Exception {
        try (var target = DrillTarget.start(folder, drill.limits(), flaw)) {
            var verdict = UntilBreach.of(drill, target, evidence);

            assertThat(verdict.held()).as("%s", verdict).isFalse();
            assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains(evidence));
        }
    }
}
