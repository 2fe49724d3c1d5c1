package carapace.rules;

import static carapace.rules.Production.any;
import static carapace.rules.Production.call;
import static carapace.rules.Production.module;
import static carapace.rules.Production.usePackages;
import static carapace.rules.Production.useType;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.rules.planted.cli.Prints;
import carapace.rules.planted.server.Unwanted;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What of Java and Spring is not used here.
class LanguageTest implements Ruled {

    private static final int PACKAGES_MIN = 30;
    private static final Set<String> INJECTING =
            Set.of("Autowired", "Inject", "Resource", "Value", "PersistenceContext");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(
                injection(),
                transactions(),
                output(),
                threads(),
                streams(),
                serial(),
                reflection());
    }

    private static Rule injection() {
        return Rule.no(
                        "dependencies come by constructor",
                        ArchConditions.be(
                                DescribedPredicate.<JavaClass>describe(
                                        "injected by field", LanguageTest::isInjectedByField)),
                        "what a class needs is seen at one place and is final")
                .brokenBy(Unwanted.InjectsField.class, Unwanted.InjectsValue.class)
                .keptBy(Unwanted.Plain.class);
    }

    private static boolean isInjectedByField(JavaClass type) {
        return type.getFields().stream()
                .flatMap(field -> field.getAnnotations().stream())
                .anyMatch(found -> INJECTING.contains(found.getRawType().getSimpleName()));
    }

    private static Rule transactions() {
        return Rule.no(
                        "no annotation begins a transaction",
                        ArchConditions.be(
                                DescribedPredicate.<JavaClass>describe(
                                        "transactional by annotation",
                                        LanguageTest::isTransactional)),
                        "who asks travels with the transaction: Database.transact(caller, …)")
                .brokenBy(Unwanted.Transacts.class)
                .keptBy(Unwanted.Plain.class);
    }

    private static boolean isTransactional(JavaClass type) {
        return Stream.concat(
                        type.getAnnotations().stream(),
                        type.getMethods().stream()
                                .flatMap(method -> method.getAnnotations().stream()))
                .anyMatch(found -> found.getRawType().getSimpleName().equals("Transactional"));
    }

    private static Rule output() {
        return Rule.no(
                        "only commands print",
                        any(
                                ArchConditions.accessField(System.class, "out"),
                                ArchConditions.accessField(System.class, "err"),
                                call(Throwable.class, "printStackTrace")),
                        "standard output is the command's answer; everybody else has a logger")
                .among(not(module("cli")), Production.SERVER_CLASSES_MIN)
                .brokenBy(Unwanted.Prints.class, Unwanted.PrintsTrace.class)
                .keptBy(Prints.class, Unwanted.Plain.class);
    }

    private static Rule threads() {
        return Rule.no(
                        "nothing hangs on a thread",
                        useType(ThreadLocal.class),
                        "who asks is a parameter; a thread is lent to the next request")
                .brokenBy(Unwanted.HangsOnThread.class)
                .keptBy(Unwanted.Plain.class);
    }

    private static Rule streams() {
        return Rule.no(
                        "no object is read from or written to a stream",
                        any(useType(ObjectInputStream.class), useType(ObjectOutputStream.class)),
                        "bytes from outside would choose which classes to run")
                .brokenBy(Unwanted.ReadsObject.class)
                .keptBy(Unwanted.Plain.class);
    }

    private static Rule serial() {
        return Rule.no(
                        "nothing is serializable",
                        ArchConditions.beAssignableTo(Serializable.class),
                        "Java serialization goes around constructors and their checks;"
                                + " exceptions and enums cannot help it")
                .among(not(helplesslySerializable()), Production.SERVER_CLASSES_MIN)
                .brokenBy(Unwanted.Storable.class)
                .keptBy(Unwanted.Failure.class, Unwanted.Kind.class, Unwanted.Plain.class);
    }

    private static DescribedPredicate<JavaClass> helplesslySerializable() {
        return DescribedPredicate.describe(
                "exceptions or enums",
                type -> type.isAssignableTo(Throwable.class) || type.isAssignableTo(Enum.class));
    }

    private static Rule reflection() {
        return Rule.no(
                        "no reflection",
                        any(
                                usePackages("java.lang.reflect..", "java.lang.invoke.."),
                                call(
                                        Class.class,
                                        "forName",
                                        "getMethod",
                                        "getMethods",
                                        "getDeclaredMethod",
                                        "getDeclaredMethods",
                                        "getField",
                                        "getFields",
                                        "getDeclaredField",
                                        "getDeclaredFields",
                                        "getConstructor",
                                        "getConstructors",
                                        "getDeclaredConstructor",
                                        "getDeclaredConstructors",
                                        "newInstance")),
                        "what is called stands in the code, and private is private")
                .brokenBy(Unwanted.Reflects.class, Unwanted.LoadsByName.class)
                .keptBy(Unwanted.Plain.class);
    }

    @Test
    void everyPackageIsNullMarked() {
        var folders =
                Source.production().stream()
                        .map(source -> Source.ROOT.resolve(source.path()).resolveSibling(""))
                        .filter(folder -> folder.toString().contains("/carapace/"))
                        .collect(Collectors.toSet());

        assertThat(folders).hasSizeGreaterThanOrEqualTo(PACKAGES_MIN);
        assertThat(folders)
                .as("a null is a bug wherever it is not said: add a package-info.java")
                .allMatch(LanguageTest::isNullMarked);
    }

    private static boolean isNullMarked(Path folder) {
        var info = folder.resolve("package-info.java");
        try {
            return Files.exists(info)
                    && Files.readString(info).lines().anyMatch("@NullMarked"::equals);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void seesAPackageWithoutMark(@TempDir Path folder) throws IOException {
        assertThat(isNullMarked(folder)).isFalse();

        var info = folder.resolve("package-info.java");
        Files.write(info, List.of("/// Is not @NullMarked.", "package notes;"));
        assertThat(isNullMarked(folder)).isFalse();

        Files.write(info, List.of("@NullMarked", "package notes;"));
        assertThat(isNullMarked(folder)).isTrue();
    }
}
