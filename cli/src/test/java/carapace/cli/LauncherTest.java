package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The launcher itself, in a copy of the project's outlines, with a Maven and JDKs that do no more
/// than note how they were called. The folder's name has blanks, as a home folder's may.
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "carapace");
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    /// What the JDK exits with, to be told from what the launcher does.
    private static final int RAN = 77;

    /// Does what `behaviour` says and leaves what the real one would.
    private static final String MAVEN =
            """
            #!/bin/sh
            notes=$(dirname "$(dirname "$0")")
            echo "start $*" >>"$notes/maven.log"
            . "$notes/behaviour"
            mkdir -p cli/target/lib
            echo library >cli/target/lib/library-1.jar
            echo program >cli/target/cli-1.jar
            """;

    /// Makes the cache that it is asked for, otherwise tells its arguments, one a line.
    private static final String JAVA =
            """
            #!/bin/sh
            for argument in "$@"; do
                case $argument in
                    -XX:AOTCacheOutput=*) : >"${argument#*=}"; exit ;;
                esac
            done
            echo "$0"
            for argument in "$@"; do echo "<$argument>"; done
            exit 77
            """;

    private static final String UNTIL_TOLD =
            """
            n=0
            while [ ! -e "$notes/go" ] && [ $n -lt 300 ]; do sleep 0.1; n=$((n + 1)); done
            """;

    @TempDir private Path folder = Path.of("");
    private Path root = Path.of("");
    private Path jdk = Path.of("");

    /// A launcher at work.
    private record Run(Process process, Path out, Path err) {

        String said() {
            return read(out);
        }

        String complained() {
            return read(err);
        }

        int exit() throws InterruptedException {
            assertThat(process.waitFor(WAIT_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        root = Files.createDirectories(folder.resolve("a folder/with blanks"));
        Files.createDirectories(root.resolve("cli/src/main/java"));
        Files.createDirectories(root.resolve(".mvn"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("cli/pom.xml"), "<project/>");
        Files.copy(LAUNCHER, root.resolve("carapace"));
        program(folder.resolve("bin/mvn"), MAVEN);
        behave("");
        jdk = jdk("a new jdk", "25.0.3");
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        program(home.resolve("bin/java"), JAVA);
        program(home.resolve("bin/javac"), "#!/bin/sh\n");
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
        return home;
    }

    private void behave(String shell) throws IOException {
        Files.writeString(folder.resolve("behaviour"), shell);
    }

    private Run start(String... arguments) throws IOException {
        return start(root.resolve("carapace"), "", arguments);
    }

    private Run start(Path program, String javaHome, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        var out = Files.createTempFile(folder, "run", ".out");
        var err = Files.createTempFile(folder, "run", ".err");
        var builder =
                new ProcessBuilder(command)
                        .directory(Path.of("/").toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        var environment = builder.environment();
        environment.put(
                "PATH", folder.resolve("bin") + ":" + jdk.resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", folder.toString());
        environment.remove("JAVA_HOME");
        if (!javaHome.isEmpty()) {
            environment.put("JAVA_HOME", javaHome);
        }
        return new Run(builder.start(), out, err);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier event) throws InterruptedException {
        var deadline = System.nanoTime() + WAIT_MAX.toNanos();
        while (!event.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private long builds() {
        return read(folder.resolve("maven.log"))
                .lines()
                .filter(line -> line.contains("package"))
                .count();
    }

    @Test
    void passesArgumentsOnFromAnyFolderAndThroughALink() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), root.resolve("carapace"));

        var run = start(link, "", "post", "two words", "\"$HOME\"", "");

        assertThat(run.exit()).as(run.complained()).isEqualTo(RAN);
        assertThat(run.said().lines())
                .contains("<-XX:AOTCache=%s/cli/target/app/serve.aot>".formatted(root))
                .contains("<%s/cli/target/app/*>".formatted(root))
                .contains("<-Duser.home=%s>".formatted(folder))
                .endsWith("<carapace.cli.Main>", "<post>", "<two words>", "<\"$HOME\">", "<>");
    }

    @ParameterizedTest
    @CsvSource({
        "'', a new jdk",
        "17.0.9, a new jdk",
        "1.8.0_392, a new jdk",
        "25, given",
        "26.0.1, given",
    })
    void findsAJdkThatIsNewEnough(String given, String used) throws Exception {
        var javaHome = given.isEmpty() ? "" : jdk("given", given).toString();

        var run = start(root.resolve("carapace"), javaHome, "help");

        assertThat(run.exit()).as(run.complained()).isEqualTo(RAN);
        assertThat(run.said().lines().findFirst())
                .hasValue(folder.resolve(used).resolve("bin/java").toString());
    }

    @Test
    void buildsOnceAndAgainWhenSourcesChange() throws Exception {
        assertThat(start("help").exit()).isEqualTo(RAN);
        assertThat(start("help").exit()).isEqualTo(RAN);
        assertThat(builds()).isEqualTo(1);

        var built = root.resolve("cli/target/built");
        Files.setLastModifiedTime(built, FileTime.from(Instant.now().minusSeconds(60)));
        assertThat(start("help").exit()).isEqualTo(RAN);

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoCallsBuildOnce() throws Exception {
        behave(UNTIL_TOLD);
        var first = start("help");
        await(() -> builds() == 1);
        var second = start("help");
        await(() -> second.complained().contains("another build is running"));
        Files.createFile(folder.resolve("go"));

        assertThat(first.exit()).isEqualTo(RAN);
        assertThat(second.exit()).isEqualTo(RAN);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void repairsABuildThatWasInterrupted() throws Exception {
        behave(UNTIL_TOLD);
        var first = start("help");
        await(() -> builds() == 1);
        var half =
                Files.createDirectories(root.resolve("cli/target/classes")).resolve("Half.class");
        Files.writeString(half, "half");
        first.process().descendants().forEach(ProcessHandle::destroyForcibly);
        first.process().destroyForcibly().waitFor();
        behave("");

        var second = start("help");

        assertThat(second.exit()).as(second.complained()).isEqualTo(RAN);
        assertThat(second.complained()).contains("the last build was interrupted");
        assertThat(half).doesNotExist();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void saysWhyABuildFailedAndTriesAgain() throws Exception {
        behave("echo 'cannot find symbol'; exit 1");
        var failed = start("help");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.complained()).contains("cannot find symbol", "cli/target/build.log");

        behave("");
        var repaired = start("help");

        assertThat(repaired.exit()).isEqualTo(RAN);
        assertThat(repaired.complained()).doesNotContain("interrupted");
    }

    @Test
    void sumsUpTestsAndSaysWhatToDoNext() throws Exception {
        assertThat(start("help").exit()).isEqualTo(RAN);
        behave(
                """
                mkdir -p cli/target/surefire-reports
                cat >cli/target/surefire-reports/TEST-a.B.xml <<'END'
                <testsuite name="a.B" tests="3" skipped="0">
                  <testcase name="works" classname="a.B" time="0.1"/>
                  <testcase name="breaks" classname="a.B" time="0.1">
                    <failure message="expected: &lt;1>" type="x"><![CDATA[trace]]></failure>
                  </testcase>
                  <testcase name="looks" classname="a.B" time="0.1">
                    <skipped message="it&apos;s missing: apt install chromium"/>
                  </testcase>
                  <testcase name="asks" classname="a.B[2]" time="0.1">
                    <skipped type="o"><![CDATA[x.TestAbortedException: Assumption failed: no root
                	at a.B.asks(B.java:1)
                ]]></skipped>
                  </testcase>
                </testsuite>
                END
                [ -e "$notes/good" ] || exit 1
                """);

        var failed = start("test");

        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.said())
                .contains("1 passed, 1 failed, 2 skipped")
                .contains("failed: a.B.breaks")
                .contains("skipped 1: it's missing: apt install chromium")
                .contains("skipped 1: no root");
        assertThat(failed.complained()).contains("mvn spotless:apply", "-Dtest=NAME");

        Files.createFile(folder.resolve("good"));
        var passed = start("test");
        assertThat(passed.exit()).isZero();
        assertThat(passed.complained()).doesNotContain("spotless");
        // What runs is not what Maven writes: no test takes it away from a running server.
        assertThat(start("help").exit()).isEqualTo(RAN);
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void explainsTheTestCommandWithoutRunningIt() throws Exception {
        var run = start("test", "--help");

        assertThat(run.exit()).isEqualTo(RAN);
        assertThat(run.said()).endsWith("<test>\n<--help>\n");
    }
}
