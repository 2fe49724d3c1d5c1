package carapace.drills.access;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.Drill;
import carapace.drills.UntilBreach;
import carapace.drills.forgery.KeyFork;
import carapace.drills.forgery.MassAssignment;
import carapace.drills.theft.TokenTheft;
import carapace.server.DrillTarget;
import carapace.server.access.proof.ForgetfulFlaw;
import carapace.server.access.request.AuthenticationFlaws;
import carapace.server.access.request.CredentialFlaws;
import carapace.server.access.request.ProofFlaws;
import carapace.server.access.request.TellingFlaw;
import carapace.server.ledger.ChainFlaws;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers that believe what they are shown. Each is found by the drill that looks for it.
class CredentialFlawsTest {

    @TempDir private Path folder;

    static Stream<Arguments> flaws() {
        return Stream.of(
                Arguments.of(CredentialFlaws.Bearer.class, new TokenTheft(), "without any proof"),
                Arguments.of(ProofFlaws.AnyKey.class, new TokenTheft(), "with the thief's own key"),
                Arguments.of(
                        ProofFlaws.AnyRequest.class, new TokenTheft(), "caught at another path"),
                Arguments.of(TellingFlaw.class, new Enumeration(), "told by time"),
                Arguments.of(
                        AuthenticationFlaws.NoStatus.class, new TokenTheft(), "agent was frozen"),
                Arguments.of(ForgetfulFlaw.class, new ProofReplay(), "again at the same node"),
                Arguments.of(ProofFlaws.AnyRequest.class, new ProofReplay(), "other method"),
                Arguments.of(ProofFlaws.AnyToken.class, new ProofReplay(), "hash of another token"),
                Arguments.of(
                        ProofFlaws.AlgorithmNone.class, new AlgConfusion(), "proof: alg 'none'"),
                Arguments.of(ProofFlaws.AnyKey.class, new AlgConfusion(), "proof: embedded key"),
                Arguments.of(ProofFlaws.UnknownMembers.class, new MassAssignment(), "proof: 200"),
                Arguments.of(ChainFlaws.ByNumber.class, new KeyFork(), "thief last: 200"),
                Arguments.of(
                        CredentialFlaws.Unsigned.class, new AlgConfusion(), "other claims, same"),
                Arguments.of(
                        CredentialFlaws.Lenient.class, new MassAssignment(), "around the records"));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void isFound(Class<?> flaw, Drill drill, String evidence) throws Exception {
        try (var target = DrillTarget.start(folder, flaw)) {
            var verdict = UntilBreach.of(drill, target, evidence);

            assertThat(verdict.held()).as("%s", verdict).isFalse();
            assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains(evidence));
        }
    }
}
