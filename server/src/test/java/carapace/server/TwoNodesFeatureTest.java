package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.EventStream;
import carapace.client.read.StreamEvent;
import carapace.protocol.key.Handle;
import carapace.server.CarapaceServer.Listening;
import carapace.server.database.SuperuserLogin;
import carapace.server.owners.Owners;
import carapace.server.vault.Vault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Streams of two nodes on one database.
@Timeout(60)
class TwoNodesFeatureTest {

    private static RunningServer second(Path folder, RunningServer first) throws Exception {
        var data = folder.resolve("first");
        var vault = data.resolve("vault");
        copy(vault, folder.resolve("second/vault"));
        var password = Vault.open(vault).password("carapace_admin");
        SuperuserLogin.connect(data, "carapace", password).close();
        var database =
                "jdbc:postgresql:///carapace?host=%s&user=carapace_admin&password=%s"
                        .formatted(data.resolve("run"), password);
        var like = ServerOptions.local(folder.resolve("second"), 0);
        return CarapaceServer.start(
                new ServerOptions(
                        like.data(),
                        InetAddress.getLoopbackAddress(),
                        0,
                        Optional.of(URI.create(database)),
                        Optional.empty(),
                        Optional.of(first.url()),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        like.meaning()));
    }

    /// With its rights: others must not read it.
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var copied = to.resolve(from.relativize(file));
                Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static StreamEvent next(EventStream stream, String name) throws InterruptedException {
        for (var event = stream.next(); event != null; event = stream.next()) {
            if (event.name().equals(name)) {
                return event;
            }
        }
        throw new AssertionError("the stream is closed");
    }

    @Test
    void tellOfEachOthersRecordsAndGoOnForEachOther(@TempDir Path folder) throws Exception {
        try (var first = CarapaceServer.start(ServerOptions.local(folder.resolve("first"), 0));
                var second = second(folder, first);
                var ada =
                        Agent.create(AgentHome.inMemory(), first.url(), new Handle("nodes-ada"))) {
            first.part(Owners.class).approve(ada.handle(), 100).orRefuse();
            var there = URI.create("http://127.0.0.1:" + second.part(Listening.class).port());
            String last;
            try (var stream = EventStream.at(there, List.of("posts"))) {
                next(stream, "open");
                var post = ada.post("general", "Here", "text").id();
                assertThat(next(stream, "post.create").post()).isEqualTo(post);
                last = stream.last();
            }
            var missed = ada.post("general", "Missed", "text").id();
            try (var stream = EventStream.at(first.url(), List.of("posts")).after(last)) {
                assertThat(next(stream, "post.create").post()).isEqualTo(missed);
            }
            try (var stream = EventStream.as(ada, List.of("posts"))) {
                next(stream, "open");
                second.part(Owners.class).freeze(ada.handle()).orRefuse();
                var start = System.nanoTime();
                assertThat(next(stream, "end").reason()).isEqualTo("agent-frozen");
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(1));
            }
        }
    }
}
