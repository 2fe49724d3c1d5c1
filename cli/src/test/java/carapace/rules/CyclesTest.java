package carapace.rules;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/// No package of any module needs, directly or by way of others, one that needs it.
class CyclesTest {

    private static final int PACKAGES_MIN = 30;

    private static List<String> cycles(JavaClasses classes) {
        return slices().matching("carapace.(**)")
                .should()
                .beFreeOfCycles()
                .because("of two packages that need each other neither is understood alone")
                .evaluate(classes)
                .getFailureReport()
                .getDetails();
    }

    @Test
    void noPackageNeedsItself() {
        var packages = Production.CLASSES.stream().map(JavaClass::getPackageName).distinct();

        assertThat(packages).hasSizeGreaterThanOrEqualTo(PACKAGES_MIN);
        assertThat(cycles(Production.CLASSES)).isEmpty();
    }

    @Test
    void seesARing() {
        assertThat(cycles(planted("ring"))).hasSize(1);
    }

    @Test
    void letsPassAChain() {
        assertThat(cycles(planted("chain"))).isEmpty();
    }

    private static JavaClasses planted(String name) {
        return new ClassFileImporter().importPackages("carapace.rules.planted." + name);
    }
}
