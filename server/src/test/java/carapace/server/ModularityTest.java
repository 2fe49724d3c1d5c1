package carapace.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.web.bind.annotation.RestController;

/// The shape of the server, as rules.
class ModularityTest {

    private static final int MODULES_MIN = 10;
    private static final int CLASSES_MIN = 150;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("carapace.server");

    @Test
    void arrowsPointOneWay() {
        var modules = ApplicationModules.of("carapace.server");

        modules.verify();
        assertThat(modules.stream()).hasSizeGreaterThanOrEqualTo(MODULES_MIN);
    }

    @Test
    void sawTheWholeServer() {
        assertThat(CLASSES.size()).isGreaterThan(CLASSES_MIN);
    }

    static Stream<ArchRule> rules() {
        return Stream.of(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("..database..")
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Connection.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(Statement.class)
                        .orShould()
                        .dependOnClassesThat()
                        .areAssignableTo(DataSource.class)
                        .because("only database speaks JDBC: use Database or Tx"),
                noClasses()
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(UUID.class, "randomUUID")
                        .orShould()
                        .callMethod(Math.class, "random")
                        .because("time and chance are injected: use Clock and SecureRandom"),
                noClasses()
                        .should()
                        .accessField(System.class, "out")
                        .because("standard output belongs to the command's answer: use a logger"),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(ThreadLocal.class)
                        .because("who asks is a parameter"),
                noClasses()
                        .should()
                        .resideInAnyPackage(
                                "..util..", "..common..", "..helper..", "..impl..", "..dto..")
                        .because("a package is named for what it is about"),
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Impl")
                        .orShould()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .because("a class is named for what it is"),
                fields().should()
                        .notBeAnnotatedWith(Autowired.class)
                        .because("dependencies come by constructor"),
                classes()
                        .that()
                        .areAnnotatedWith(RestController.class)
                        .should()
                        .haveSimpleNameEndingWith("Endpoints")
                        .because("a reader looks for HTTP there")
                        .allowEmptyShould(true));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    /// Breaks most rules at once, to show that they can fail.
    static final class BadManager {
        @Autowired private @org.jspecify.annotations.Nullable Connection connection;

        @org.jspecify.annotations.Nullable
        Connection connection() {
            System.out.println(Instant.now());
            return connection;
        }
    }

    @Test
    void rulesCanFail() {
        var bad = new ClassFileImporter().importClasses(BadManager.class);
        var failed = rules().filter(rule -> rule.evaluate(bad).hasViolation()).count();

        assertThat(failed).isGreaterThanOrEqualTo(5);
        assertThatThrownBy(() -> rules().forEach(rule -> rule.check(bad)))
                .isInstanceOf(AssertionError.class);
    }
}
