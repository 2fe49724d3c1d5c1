package carapace.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Set;
import java.util.function.Predicate;

/// The compiled classes of all modules without their tests, and ways to speak of them.
final class Production {

    static final int CLASSES_MIN = 450;
    static final int NETWORK_CLASSES_MIN = 400;
    static final int SERVER_CLASSES_MIN = 280;

    static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new DoNotIncludeTests())
                    .importPackages("carapace");

    private Production() {}

    /// Of a Maven module, or of a planted class in a package of the module's name.
    static DescribedPredicate<JavaClass> module(String name) {
        return Predicates.resideInAPackage("carapace.." + name + "..");
    }

    /// Neither attackers nor the load generator: those stand outside, with clocks, chance and
    /// connections of their own.
    static DescribedPredicate<JavaClass> network() {
        return DescribedPredicate.not(module("drills").or(module("bench")))
                .as("of the network itself");
    }

    static ArchCondition<JavaClass> use(DescribedPredicate<JavaClass> types) {
        return ArchConditions.dependOnClassesThat(types);
    }

    /// Types of these packages.
    static ArchCondition<JavaClass> usePackages(String... packages) {
        return use(Predicates.resideInAnyPackage(packages));
    }

    /// Exactly this type, or a subtype of it.
    static ArchCondition<JavaClass> useType(Class<?> type) {
        return use(Predicates.assignableTo(type));
    }

    /// A call of one of the methods, or a reference to it; `new` stands for the constructors.
    static ArchCondition<JavaClass> call(Class<?> owner, String... methods) {
        var names = Set.of(methods);
        return access(
                "call %s.%s".formatted(owner.getSimpleName(), String.join("|", methods)),
                target ->
                        target.getOwner().isAssignableTo(owner)
                                && names.contains(
                                        target.getName().equals("<init>")
                                                ? "new"
                                                : target.getName()));
    }

    static ArchCondition<JavaClass> access(String description, Predicate<AccessTarget> targets) {
        return ArchConditions.accessTargetWhere(
                DescribedPredicate.<JavaAccess<?>>describe(
                        description, access -> targets.test(access.getTarget())));
    }

    /// At least one of them.
    @SafeVarargs
    static ArchCondition<JavaClass> any(
            ArchCondition<JavaClass> first, ArchCondition<JavaClass>... more) {
        var any = first;
        for (var condition : more) {
            any = any.or(condition);
        }
        return any;
    }
}
