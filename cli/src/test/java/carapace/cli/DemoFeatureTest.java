package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.read.Network;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFeatureTest {

    private static final long STOP_SECONDS_MAX = 30;

    @TempDir private Path folder = Path.of("");

    @Test
    void showsANetworkAndLeavesNothing() throws Exception {
        var command = new ArrayList<>(Program.java(folder));
        var temporary = Files.createDirectory(folder.resolve("tmp"));
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        command.add("demo");
        command.add("--json");
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var out =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                var http = HttpClient.newHttpClient()) {
            var line = Members.tolerant(StrictJson.parse(String.valueOf(out.readLine())));
            var url = URI.create(line.text("url", 1, 300));
            var request = HttpRequest.newBuilder(url.resolve("/v1/posts?sort=hot")).build();

            var feed = http.send(request, BodyHandlers.ofString()).body();

            assertThat(Network.readFeed(feed).items()).hasSize(25);
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        assertThat(temporary).isEmptyDirectory();
    }
}
