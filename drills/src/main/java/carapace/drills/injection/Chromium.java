package carapace.drills.injection;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The system's Chromium without a window, on a profile of its own that is removed afterwards.
///
/// It is driven through two pipes and not through a port: nobody else on the host can speak to it,
/// and when this process ends the pipes close and it ends too. It resolves no name, so that
/// whatever a page asks for stays on this host.
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser");
    private static final long STOP_SECONDS_MAX = 10;

    /// The pipe of standard input becomes descriptor 3, that of standard output 4, as
    /// `--remote-debugging-pipe` wants them.
    private static final String PIPES = "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";

    private final Process process;
    private final Path profile;
    private final DevTools devTools;

    private Chromium(Process process, Path profile) {
        this.process = process;
        this.profile = profile;
        this.devTools = DevTools.over(process.getInputStream(), process.getOutputStream());
    }

    /// {@return the executable, found where Debian puts it or on the path}
    ///
    /// @throws IOException when there is none
    static Path find() throws IOException {
        return find("/usr/bin" + File.pathSeparator + System.getenv().getOrDefault("PATH", ""));
    }

    static Path find(String path) throws IOException {
        return Stream.of(path.split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() ->
                        new IOException(
                                "no browser: install chromium (Debian: apt install chromium)"));
    }

    /// @param server the one host that it may reach besides loopback
    static Chromium start(Path executable, URI server) throws IOException {
        var profile = Files.createTempDirectory("carapace-chromium");
        var command = new ArrayList<>(List.of("/bin/sh", "-c", PIPES, "sh", executable.toString()));
        command.addAll(
                List.of(
                        "--headless",
                        // It opens pages of the server under attack and nothing else; as root and
                        // in containers it has no sandbox to start with.
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-sync",
                        "--disable-extensions",
                        "--disable-component-update",
                        "--disable-background-networking",
                        "--disable-renderer-backgrounding",
                        "--no-first-run",
                        "--no-default-browser-check",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE "
                                + server.getHost(),
                        "--user-data-dir=" + profile,
                        "--remote-debugging-pipe"));
        return new Chromium(new ProcessBuilder(command).start(), profile);
    }

    /// {@return a new tab, for one thread}
    Tab newTab(URI server) throws IOException, InterruptedException {
        return Tab.open(devTools, server);
    }

    @Override
    public void close() throws IOException {
        devTools.send("", "Browser.close", DevTools.parameters());
        try {
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
        try (var files = Files.walk(profile)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
