package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.rules.planted.server.Named;
import carapace.rules.planted.server.util.Somewhere;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;

/// Names that tell what something is.
class NamesTest implements Ruled {

    private static final int ENDPOINTS_MIN = 8;
    private static final int EVENTS_MIN = 3;
    private static final String ANY_CONTENT = ".*(Util|Utils|Helper|Helpers|Manager|Impl|Dto|DTO)";
    private static final Pattern PUBLISHED =
            Pattern.compile("publishEvent\\(\\s*(new )?(?:\\w+\\.)*(\\w+)\\(");
    private static final Pattern PAST =
            Pattern.compile(
                    "\\w+(?:ed|Begun|Broken|Found|Frozen|Given|Gone|Kept|Left|Lost|Made|Read|Seen"
                            + "|Sent|Set|Spent|Taken|Told|Written)(?:Back|Off|Out|Up)?");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(packages(), classes(), endpoints(), http());
    }

    private static Rule packages() {
        return Rule.no(
                        "a package is named for what it is about",
                        ArchConditions.resideInAnyPackage(
                                "..util..",
                                "..utils..",
                                "..common..",
                                "..helper..",
                                "..helpers..",
                                "..impl..",
                                "..dto..",
                                "..misc.."),
                        "what has no subject gathers everything")
                .brokenBy(Somewhere.class)
                .keptBy(Named.Imprint.class);
    }

    private static Rule classes() {
        return Rule.no(
                        "a class is named for what it is",
                        ArchConditions.be(
                                DescribedPredicate.<JavaClass>describe(
                                        "named for being needed",
                                        type -> type.getSimpleName().matches(ANY_CONTENT))),
                        "such a name fits any content")
                .brokenBy(Named.KeyManager.class, Named.KeyImpl.class, Named.KeyUtils.class)
                .keptBy(Named.Imprint.class);
    }

    private static Rule endpoints() {
        return Rule.all(
                        "who answers HTTP is called …Endpoints",
                        ArchConditions.haveSimpleNameEndingWith("Endpoints"),
                        "a reader looks for HTTP there")
                .among(annotatedAsController(), ENDPOINTS_MIN)
                .brokenBy(Named.NoteController.class)
                .keptBy(Named.NoteEndpoints.class);
    }

    private static Rule http() {
        return Rule.all(
                        "who is called …Endpoints answers HTTP",
                        ArchConditions.be(annotatedAsController()),
                        "the name must not mislead")
                .among(Predicates.simpleNameEndingWith("Endpoints"), ENDPOINTS_MIN)
                .brokenBy(Named.SilentEndpoints.class)
                .keptBy(Named.NoteEndpoints.class);
    }

    private static DescribedPredicate<JavaClass> annotatedAsController() {
        return DescribedPredicate.describe(
                "annotated as controller", type -> type.isMetaAnnotatedWith(Controller.class));
    }

    /// Those that are made where they are published, or kept in something of the same file.
    private static Set<String> events(Source source) {
        var events = new TreeSet<String>();
        var published = PUBLISHED.matcher(source.text());
        while (published.find()) {
            events.add(
                    published.group(1) == null
                            ? typeOf(published.group(2), source.text())
                            : published.group(2));
        }
        return events;
    }

    private static String typeOf(String name, String text) {
        var declared = Pattern.compile("(\\w+) " + name + "[,)(]").matcher(text);
        return declared.find() ? declared.group(1) : "an unknown type called " + name;
    }

    private static List<String> flaws(Set<String> events, JavaClasses classes) {
        return events.stream()
                .filter(event ->
                        !PAST.matcher(event).matches()
                                || classes.stream()
                                        .filter(type -> type.getSimpleName().equals(event))
                                        .noneMatch(JavaClass::isRecord))
                .toList();
    }

    @Test
    void eventsAreRecordsInThePastTense() {
        var events = new TreeSet<String>();
        Source.production().forEach(source -> events.addAll(events(source)));

        assertThat(events).hasSizeGreaterThanOrEqualTo(EVENTS_MIN);
        assertThat(flaws(events, Production.CLASSES))
                .as("an event tells what happened, and nobody changes it")
                .isEmpty();
    }

    @Test
    void seesOtherEvents() {
        var planted = new ClassFileImporter().importClasses(Named.class.getDeclaredClasses());
        var text =
                """
                events.publishEvent(new NoteWritten(1));
                events.publishEvent(
                        new WriteNote(1));
                events.publishEvent(kept.event());
                record Kept(long at, NoteErased event) {}
                """;

        var events = events(new Source(Path.of("A.java"), text));

        assertThat(events).containsExactly("NoteErased", "NoteWritten", "WriteNote");
        assertThat(flaws(events, planted)).containsExactly("NoteErased", "WriteNote");
    }
}
