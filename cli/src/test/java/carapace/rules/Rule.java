package carapace.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.FailureReport;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DynamicTest;

/// A rule over the compiled classes of all modules. With it come classes of the tests that break
/// it, so that it is seen to fail, others that come close and must not, and its exceptions, each of
/// which must exist and still be needed.
final class Rule {

    private final String name;
    private final ArchCondition<JavaClass> condition;
    private final String because;
    private final Map<String, String> exceptions = new LinkedHashMap<>();
    private final List<Class<?>> breaks = new ArrayList<>();
    private final List<Class<?>> keeps = new ArrayList<>();
    private DescribedPredicate<JavaClass> subjects = DescribedPredicate.alwaysTrue();
    private int subjectsMin = Production.CLASSES_MIN;

    private Rule(String name, ArchCondition<JavaClass> condition, String because) {
        this.name = name;
        this.condition = condition;
        this.because = because;
    }

    static Rule no(String name, ArchCondition<JavaClass> forbidden, String because) {
        return new Rule(name, ArchConditions.never(forbidden), because);
    }

    static Rule all(String name, ArchCondition<JavaClass> demanded, String because) {
        return new Rule(name, demanded, because);
    }

    /// @param seenMin how many classes there must be, lest the rule holds for looking away
    Rule among(DescribedPredicate<JavaClass> classes, int seenMin) {
        subjects = classes;
        subjectsMin = seenMin;
        return this;
    }

    /// @param exempt the full name of a class, or that of a package and two dots
    Rule except(String exempt, String reason) {
        exceptions.put(exempt, reason);
        return this;
    }

    Rule brokenBy(Class<?>... planted) {
        breaks.addAll(List.of(planted));
        return this;
    }

    Rule keptBy(Class<?>... planted) {
        keeps.addAll(List.of(planted));
        return this;
    }

    Stream<DynamicTest> tests() {
        assertThat(breaks).as("classes that break '%s'", name).isNotEmpty();
        var tests = new ArrayList<DynamicTest>();
        tests.add(dynamicTest(name, this::holds));
        for (var exempt : exceptions.keySet()) {
            tests.add(dynamicTest(name + ": needs to except " + exempt, () -> isNeeded(exempt)));
        }
        for (var planted : breaks) {
            tests.add(dynamicTest(name + ": fails by " + shown(planted), () -> breaks(planted)));
        }
        for (var planted : keeps) {
            tests.add(dynamicTest(name + ": lets pass " + shown(planted), () -> keeps(planted)));
        }
        return tests.stream();
    }

    private static String shown(Class<?> planted) {
        var name = planted.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private DescribedPredicate<JavaClass> exempt() {
        return DescribedPredicate.or(exceptions.keySet().stream().map(Rule::named).toList());
    }

    private static DescribedPredicate<JavaClass> named(String exempt) {
        if (exempt.endsWith("..")) {
            return Predicates.resideInAPackage(exempt);
        }
        return DescribedPredicate.describe(
                exempt,
                type -> type.getName().equals(exempt) || type.getName().startsWith(exempt + "$"));
    }

    private EvaluationResult evaluate(DescribedPredicate<JavaClass> among, JavaClasses classes) {
        return ArchRuleDefinition.classes()
                .that(among)
                .should(condition)
                .because(because)
                .allowEmptyShould(true)
                .evaluate(classes);
    }

    private void holds() {
        var among = subjects.and(not(exempt()));

        assertThat(Production.CLASSES.stream().filter(subjects).count())
                .as("classes %s", subjects.getDescription())
                .isGreaterThanOrEqualTo(subjectsMin);
        assertThat(evaluate(among, Production.CLASSES).getFailureReport().getDetails())
                .as("%s, because %s", name, because)
                .isEmpty();
    }

    private void isNeeded(String exempt) {
        assertThat(evaluate(subjects.and(named(exempt)), Production.CLASSES).hasViolation())
                .as("%s breaks '%s'; otherwise the exception can go", exempt, name)
                .isTrue();
    }

    private void breaks(Class<?> planted) {
        assertThat(evaluate(subjects.and(not(exempt())), imported(planted)).hasViolation())
                .as("%s breaks '%s'", planted.getName(), name)
                .isTrue();
    }

    private void keeps(Class<?> planted) {
        assertThat(evaluate(subjects.and(not(exempt())), imported(planted)).getFailureReport())
                .extracting(FailureReport::getDetails, InstanceOfAssertFactories.LIST)
                .isEmpty();
    }

    private static JavaClasses imported(Class<?> planted) {
        return new ClassFileImporter().importClasses(planted);
    }
}
