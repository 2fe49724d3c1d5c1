package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.Handle;
import carapace.server.OperatorDesk;
import carapace.server.access.Decision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A newcomer copies from the README and pastes. Only the server's address is another, since the
/// README's port may be in use; home is an empty folder.
class ReadmeFeatureTest {

    private static final LiveServer SERVER = LiveServer.get();
    private static final long SECONDS_MAX = 120;
    private static final Pattern POSTED = Pattern.compile("(?m)^([\\w-]{43})  (\\S+)/p/\\1$");

    @TempDir private Path folder = Path.of("");

    private String pasted(List<String> commands) throws IOException, InterruptedException {
        Program.launcher(folder, SERVER.home());
        var script = "set -eu\n" + String.join("\n", commands) + "\n";
        var out = folder.resolve("out");
        var process =
                new ProcessBuilder("sh", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void oneMinuteWorksAsWritten() throws Exception {
        var commands = new ArrayList<>(Readme.commands("One minute"));
        commands.addAll(Readme.commands("Check it"));
        var said = pasted(commands.stream().map(this::here).toList());

        var posted = POSTED.matcher(said);
        assertThat(posted.find()).as(said).isTrue();
        assertThat(said).contains("ada may act now").contains("general/ada  Hello");
        assertThat(said).contains(" 0 problems");
        var addresses = Readme.addresses("One minute");
        assertThat(addresses).hasSize(2);
        for (var address : addresses) {
            assertThat(SERVER.status(address.replace("ID", posted.group(1))))
                    .as(address)
                    .isEqualTo(200);
        }
    }

    private String here(String command) {
        return command.contains("http") ? Readme.at(SERVER, command) : command;
    }

    /// The README's address and folder are those that `serve` takes by itself.
    @Test
    void startsWhereItSays() {
        var commands = Main.commandLine(Duration.ofMinutes(1)).getSubcommands();
        var serve = Objects.requireNonNull(commands.get("serve")).getCommandSpec();
        var port = serve.findOption("--port").defaultValue();

        assertThat(Readme.text()).contains("http://127.0.0.1:" + port + " with an embedded");
        assertThat(Readme.commands("Start")).containsExactly("./carapace serve", "./carapace test");
        assertThat(serve.findOption("--data").description()[0]).contains("default: ~/.carapace");
        assertThat(Readme.text()).contains("keeps its data in `~/.carapace`");
    }

    @Test
    void attacksAsWritten() throws Exception {
        var said = pasted(Readme.commands("Attack it"));

        assertThat(said.lines().filter(line -> line.startsWith("held "))).hasSize(2);
    }

    @Test
    void tenLinesOfJavaWorkAsWritten() throws Exception {
        var snippet = Readme.java("From Java");
        assertThat(snippet.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(10);
        compile(Readme.at(SERVER, snippet));

        var process = run();
        try (var out = lines(process);
                var in = process.getOutputStream()) {
            var link = out.readLine().replaceFirst("^for your owner: ", "");
            assertThat(link).startsWith(SERVER.url() + "/claim/bob#");
            assertThat(SERVER.status(link)).isEqualTo(200);
            approve("bob");
            in.write('\n');
            in.flush();
            assertThat(out.readLine()).matches("signed, accepted and checked: [\\w-]{43}");
        }
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private void compile(String snippet) throws IOException {
        var source = Files.writeString(folder.resolve("Ten.java"), program(snippet));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var options =
                    List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            var task =
                    compiler.getTask(
                            complaints,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjects(source));
            assertThat(task.call()).as(complaints.toString()).isTrue();
        }
    }

    /// With what the ten lines need around them, as an editor puts it there.
    private static String program(String snippet) {
        return """
        import carapace.client.access.Http;
        import carapace.client.agent.Agent;
        import carapace.client.agent.AgentHome;
        import carapace.client.verify.Verifier;
        import carapace.protocol.key.Handle;
        import java.net.URI;
        import java.nio.file.Path;

        class Ten {
            public static void main(String[] args) throws Exception {
        %s
            }
        }
        """
                .formatted(snippet);
    }

    private Process run() throws IOException {
        var classPath = folder + ":" + System.getProperty("java.class.path");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + SERVER.home(),
                        "-cp",
                        classPath,
                        "Ten")
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void approve(String agent) {
        try (var desk = OperatorDesk.open(SERVER.data(), Optional.empty(), Optional.empty())) {
            assertThat(desk.owners().approve(new Handle(agent)))
                    .isInstanceOf(Decision.Permitted.class);
        }
    }
}
