package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/// The arrows between the server's modules. All other rules over classes are in `carapace.rules`,
/// where all Maven modules are seen.
class ModularityTest {

    private static final int MODULES_MIN = 10;

    @Test
    void arrowsPointOneWay() {
        var modules = ApplicationModules.of("carapace.server");

        modules.verify();
        assertThat(modules.stream()).hasSizeGreaterThanOrEqualTo(MODULES_MIN);
    }

    /// Without the list everything would be allowed that makes no ring.
    @Test
    void everyModuleNamesItsArrows() {
        var packages =
                new ClassFileImporter()
                                .withImportOption(new DoNotIncludeTests())
                                .importPackages("carapace.server")
                                .stream()
                                .map(JavaClass::getPackageName)
                                .filter(name -> name.matches("carapace\\.server\\.\\w+"))
                                .distinct()
                                .toList();

        assertThat(packages).hasSizeGreaterThanOrEqualTo(MODULES_MIN);
        assertThat(packages).allMatch(ModularityTest::namesItsArrows);
    }

    private static boolean namesItsArrows(String name) {
        try {
            var module =
                    Class.forName(name + ".package-info").getAnnotation(ApplicationModule.class);
            return module != null
                    && !List.of(module.allowedDependencies())
                            .contains(ApplicationModule.OPEN_TOKEN);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void seesArrowsThatPointBack() {
        var details = violations("carapace.planted.ring");

        assertThat(details).anyMatch(text -> text.contains("Cycle detected"));
    }

    @Test
    void seesArrowsThatNobodyAllowed() {
        var details = violations("carapace.planted.arrows");

        assertThat(details).hasSize(1);
        assertThat(details.getFirst())
                .contains("Module 'lower' depends on module 'upper'")
                .contains("Allowed targets: none");
        assertThat(namesItsArrows("carapace.planted.arrows.lower")).isTrue();
        assertThat(namesItsArrows("carapace.planted.ring.left")).isFalse();
    }

    private static List<String> violations(String planted) {
        var modules = ApplicationModules.of(planted, (Location _) -> true);
        return modules.detectViolations().getMessages();
    }
}
