package carapace.rules;

import static carapace.rules.Production.any;
import static carapace.rules.Production.call;
import static carapace.rules.Production.usePackages;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.rules.planted.server.Logs;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/// What is logged: constant sentences with ids in them, and nothing that its finder could use.
///
/// The sources are read, since a compiled call only shows that some object is an argument. Not
/// seen: a secret that was given a harmless name, and what an exception says in its message.
class LoggingTest implements Ruled {

    private static final int CALLS_MIN = 15;
    private static final int LOGGERS_MIN = 8;

    private static final Pattern CALL =
            Pattern.compile("\\b(?:LOG|log|logger)\\s*\\.(?:trace|debug|info|warn|error)\\(");

    private static final String LITERAL = "\"(?:[^\"\\\\]|\\\\.)*\"";

    /// A long one may stand on several lines.
    private static final Pattern CONSTANT =
            Pattern.compile(LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*");

    /// Words of names that stand for secrets and people, wherever they are in an argument.
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i)secret|passw|passphrase|token|credential|privatekey|seed|master|assertion"
                            + "|proof|cookie|authorization|claimcode|e_?mail|\\bcode\\b");

    /// Names of what agents said and sent, unless only a part of it is taken: `payload().seq()`.
    private static final Pattern CONTENT =
            Pattern.compile(
                    "(?i)\\b(?:\\w*(?:payload|jws|signature|body|title|markdown)|text|description"
                            + "|headers?|query)\\b(?:\\(\\))?$");

    @Override
    public Stream<Rule> rules() {
        return Stream.of(oneLogger(), oneWay());
    }

    private static Rule oneLogger() {
        return Rule.all(
                        "a logger is private, constant and called LOG",
                        ArchConditions.be(
                                DescribedPredicate.<JavaClass>describe(
                                        "a class with LOG alone", LoggingTest::hasLogAlone)),
                        "the check of the sources finds its calls by that name")
                .among(
                        DescribedPredicate.describe("with a logger", LoggingTest::hasLogger),
                        LOGGERS_MIN)
                .brokenBy(Logs.OtherName.class)
                .keptBy(Logs.Usual.class);
    }

    private static boolean hasLogger(JavaClass type) {
        return type.getFields().stream()
                .anyMatch(field -> field.getRawType().isAssignableTo(Logger.class));
    }

    private static boolean hasLogAlone(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> field.getRawType().isAssignableTo(Logger.class))
                .allMatch(field ->
                        field.getName().equals("LOG")
                                && field.getModifiers()
                                        .containsAll(
                                                List.of(
                                                        JavaModifier.PRIVATE,
                                                        JavaModifier.STATIC,
                                                        JavaModifier.FINAL)));
    }

    private static Rule oneWay() {
        return Rule.no(
                        "one way of logging",
                        any(
                                usePackages("org.apache.commons.logging..", "org.apache.log4j.."),
                                call(java.util.logging.Logger.class, "log", "info", "warning"),
                                call(System.Logger.class, "log"),
                                call(
                                        Logger.class,
                                        "atTrace",
                                        "atDebug",
                                        "atInfo",
                                        "atWarn",
                                        "atError",
                                        "atLevel")),
                        "the check of the sources knows this one only")
                .brokenBy(Logs.Fluent.class, Logs.Jdk.class)
                .keptBy(Logs.Usual.class);
    }

    /// {@return the arguments of each call, split at the commas between them}
    private static List<List<String>> calls(String text) {
        var calls = new ArrayList<List<String>>();
        var call = CALL.matcher(text);
        while (call.find()) {
            calls.add(arguments(text, call.end()));
        }
        return calls;
    }

    private static List<String> arguments(String text, int start) {
        var arguments = new ArrayList<String>();
        var depth = 0;
        var quoted = false;
        var from = start;
        for (var i = start; i < text.length(); i++) {
            var c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> quoted = true;
                case '(', '[', '{' -> depth++;
                case ')', ']', '}' -> depth--;
                default -> {}
            }
            if (depth < 0 || (depth == 0 && c == ',')) {
                arguments.add(text.substring(from, i).strip());
                from = i + 1;
            }
            if (depth < 0) {
                return arguments;
            }
        }
        throw new AssertionError("a call that does not end");
    }

    private static List<String> flaws(Source source) {
        var flaws = new ArrayList<String>();
        for (var arguments : calls(source.text())) {
            if (!CONSTANT.matcher(arguments.getFirst()).matches()) {
                flaws.add("%s logs what is no constant: %s".formatted(source.path(), arguments));
            }
            for (var argument : arguments.subList(1, arguments.size())) {
                if (SECRET.matcher(argument).find() || CONTENT.matcher(argument).find()) {
                    flaws.add("%s logs %s".formatted(source.path(), argument));
                }
            }
        }
        return flaws;
    }

    @Test
    void formatsAreConstantAndArgumentsHarmless() {
        var sources = Source.production();

        assertThat(sources.stream().mapToInt(source -> calls(source.text()).size()).sum())
                .isGreaterThanOrEqualTo(CALLS_MIN);
        assertThat(sources)
                .flatMap(LoggingTest::flaws)
                .as("logs are copied, kept and read by many: ids only")
                .isEmpty();
    }

    @Test
    void seesOtherCalls() {
        assertThat(flawsOf("LOG.warn(\"refused {} for {}\", agent.handle(), e.getMessage());"))
                .isEmpty();
        assertThat(flawsOf("LOG.info(\"(a, b) \\\" {}\", id(1, 2));")).isEmpty();
        assertThat(flawsOf("LOG.warn(\"refused {}\"\n + \" of {}\", a, b);")).isEmpty();
        assertThat(flawsOf("LOG.warn(\"refused \" + agent);")).hasSize(1);
        assertThat(flawsOf("LOG.warn(\"refused \" + agent + \" again\");")).hasSize(1);
        assertThat(flawsOf("LOG.warn(\"refused %s\".formatted(agent));")).hasSize(1);
        assertThat(flawsOf("LOG.warn(message, agent);")).hasSize(1);
        assertThat(flawsOf("LOG.debug(\"got {}\", request.accessToken());")).hasSize(1);
        assertThat(flawsOf("LOG.debug(\n    \"got {} {}\",\n    owner.email(), post.text());"))
                .hasSize(2);
        assertThat(flawsOf("LOG.info(\"{}\", clientSecret)")).hasSize(1);
        assertThat(flawsOf("LOG.info(\"{}\", secret.value())")).hasSize(1);
        assertThat(flawsOf("LOG.info(\"{}\", fork.payload())")).hasSize(1);
        assertThat(flawsOf("LOG.info(\"{}\", fork.payload().seq())")).isEmpty();
    }

    private static List<String> flawsOf(String call) {
        return flaws(new Source(Path.of("A.java"), "class A { void a() { %s } }".formatted(call)));
    }
}
