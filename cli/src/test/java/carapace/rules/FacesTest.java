package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.rules.planted.server.caller.Caller;
import carapace.rules.planted.server.face.FacesShown;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What one module of the server shows to the others speaks of nothing but the network: no type of
/// Spring, Jackson, JDBC or the servlets in a public signature. Otherwise the others would have to
/// know how the module is made.
///
/// Not seen: what a module shows to nobody yet.
class FacesTest {

    private static final int FACES_MIN = 45;
    private static final Pattern MODULE = Pattern.compile("carapace\\.(?:.*\\.)?server\\.(\\w+).*");
    private static final Pattern MACHINERY =
            Pattern.compile(
                    "(org\\.springframework|tools\\.jackson|com\\.fasterxml|java\\.sql|javax\\.sql"
                            + "|org\\.postgresql|com\\.zaxxer|jakarta)\\..*");

    private static Optional<String> module(JavaClass type) {
        var matcher = MODULE.matcher(type.getPackageName());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// Public types of a module that another one uses.
    private static Set<JavaClass> faces(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> {
                    var from = module(use.getOriginClass());
                    var to = module(use.getTargetClass());
                    return from.isPresent() && to.isPresent() && !from.equals(to);
                })
                .map(use -> use.getTargetClass())
                .collect(Collectors.toSet());
    }

    private static List<String> flaws(Set<JavaClass> faces) {
        return faces.stream()
                .flatMap(FacesTest::signatures)
                .filter(signature -> MACHINERY.matcher(signature.type().getName()).matches())
                .map(signature -> "%s shows %s".formatted(signature.member(), signature.type()))
                .sorted()
                .toList();
    }

    private record Signature(String member, JavaClass type) {}

    private static Stream<Signature> signatures(JavaClass face) {
        var units =
                face.getCodeUnits().stream()
                        .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(unit ->
                                types(unit).map(type -> new Signature(unit.getFullName(), type)));
        var fields =
                face.getFields().stream()
                        .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
                        .flatMap(field ->
                                types(field).map(type -> new Signature(field.getFullName(), type)));
        return Stream.concat(units, fields);
    }

    private static Stream<JavaClass> types(JavaCodeUnit unit) {
        return Stream.of(
                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                        unit.getParameterTypes().stream()
                                .flatMap(type -> type.getAllInvolvedRawTypes().stream()),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    private static Stream<JavaClass> types(JavaField field) {
        return field.getType().getAllInvolvedRawTypes().stream();
    }

    @Test
    void facesShowNoMachinery() {
        var faces = faces(Production.CLASSES);

        assertThat(faces).hasSizeGreaterThanOrEqualTo(FACES_MIN);
        assertThat(flaws(faces)).isEmpty();
    }

    @Test
    void seesMachinery() {
        var planted = new ClassFileImporter().importPackagesOf(Caller.class, FacesShown.class);

        assertThat(flaws(faces(planted)))
                .hasSize(3)
                .anyMatch(flaw -> flaw.contains("FacesShown.row(") && flaw.contains("ResultSet"))
                .anyMatch(flaw -> flaw.contains("FacesShown.row(") && flaw.contains("SQLExc"))
                .anyMatch(flaw -> flaw.contains("FacesShown.all(") && flaw.contains("Environment"));
    }
}
