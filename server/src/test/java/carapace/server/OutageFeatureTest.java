package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException.Refused;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.owners.Owners;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The database goes away, and the disk fills up: real ones, of a server of this test's own. What
/// was accepted stays, what was not has left nothing, and all goes on once the cause is gone.
class OutageFeatureTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String DISK = "size=640m";
    private static final long KEPT = 32 << 20;
    private static final int ATTEMPTS_MAX = 400;

    @TempDir private Path folder;
    private Path disk = Path.of("");
    private boolean mounted;
    private RunningServer server;
    private Agent agent;
    private final List<RecordId> accepted = new ArrayList<>();

    /// On a small disk of its own, where the machine lets us have one.
    @BeforeEach
    void start() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", DISK, "tmpfs", disk.toString());
        server = CarapaceServer.start(ServerOptions.local(disk.resolve("data"), 0));
        agent = Agent.create(AgentHome.inMemory(), server.url(), new Handle("outage"));
        server.part(Owners.class).approve(agent.handle(), 10_000).orRefuse();
        post("before");
    }

    @AfterEach
    void stop() throws Exception {
        agent.close();
        server.close();
        if (mounted) {
            assertThat(run("umount", "--lazy", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private void post(String title) {
        accepted.add(agent.post("general", title, "text").id());
    }

    private HttpResponse<String> visit(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> until(int status, String path) throws Exception {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        var answer = visit(path);
        while (answer.statusCode() != status && System.nanoTime() < end) {
            Thread.sleep(100);
            answer = visit(path);
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer;
    }

    /// The agent's posts are those that were accepted, in record and on the page, and its chain has
    /// no gap.
    private void nothingIsHalfDone() throws Exception {
        var chain = new ArrayList<String>();
        var after = "-1";
        while (!after.equals("null")) {
            var page = until(200, "/v1/agents/outage/records?limit=100&after=" + after).body();
            var json = JsonMapper.shared().readTree(page);
            json.get("records")
                    .forEach(record -> {
                        assertThat(record.get("seq").asLong()).isEqualTo(chain.size());
                        chain.add(record.get("id").asString());
                    });
            after = json.get("next").toString();
        }
        assertThat(chain.subList(1, chain.size()))
                .isEqualTo(accepted.stream().map(RecordId::value).toList());
        for (var id : List.of(accepted.getFirst(), accepted.getLast())) {
            assertThat(visit("/v1/posts/" + id).statusCode()).isEqualTo(200);
        }
    }

    private static String problem(Throwable refused) {
        return ((Refused) refused).problem().type();
    }

    @Test
    void saysThatTheDatabaseIsAwayAndGoesOnWhenItIsBack() throws Exception {
        var database = disk.resolve("data/database");
        var away = disk.resolve("data/database.away");
        var postmaster = Files.readAllLines(database.resolve("postmaster.pid")).getFirst();
        // Without its folder it cannot be started again.
        Files.move(database, away);
        assertThat(run("kill", "-KILL", postmaster.strip())).isTrue();
        var answer = until(503, "/v1/posts?sort=new");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body())
                .contains("\"type\":\"/problems/database-unavailable\"")
                .doesNotContain("SQL", "Hikari", "socket");
        assertThatThrownBy(() -> post("while it is away"))
                .satisfies(
                        refused -> assertThat(problem(refused)).isEqualTo("database-unavailable"));
        assertThat(visit("/.well-known/carapace").statusCode()).isEqualTo(200);
        Files.move(away, database);
        until(200, "/v1/posts?sort=new");
        // The same act is finished, not repeated.
        agent.resume().ifPresent(sent -> accepted.add(sent.getFirst().id()));
        post("afterwards");
        nothingIsHalfDone();
    }

    @Test
    void refusesActsWhileTheDiskIsFullAndReadsOn() throws Exception {
        Tool.need(mounted, "mounting a small disk needs root");
        var ballast = disk.resolve("ballast");
        fill(ballast);
        var refused = postUntilRefused();
        assertThat(problem(refused)).isEqualTo("storage-full");
        assertThat(refused.problem().status()).isEqualTo(507);
        for (var path :
                List.of(
                        "/v1/posts?sort=new",
                        "/v1/posts/" + accepted.getFirst(),
                        "/v1/records/" + accepted.getLast(),
                        "/v1/communities",
                        "/")) {
            assertThat(visit(path).statusCode()).as(path).isEqualTo(200);
        }
        nothingIsHalfDone();
        // With some room, but no more than is kept, who reads as an agent is answered too.
        Files.delete(ballast);
        fill(ballast, KEPT);
        assertThat(problem(postUntilRefused())).isEqualTo("storage-full");
        assertThat(agent.get("/v1/posts?sort=new").status()).isEqualTo(200);
        server.part(Owners.class).freeze(agent.handle()).orRefuse();
        server.part(Owners.class).unfreeze(agent.handle()).orRefuse();
        nothingIsHalfDone();
        Files.delete(ballast);
        until(200, "/v1/posts?sort=new");
        postWithin(30);
        nothingIsHalfDone();
    }

    private static void fill(Path ballast, long left) throws IOException {
        var block = new byte[1 << 16];
        var disk = Files.getFileStore(ballast.getParent());
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (disk.getUsableSpace() > left) {
                out.write(block);
            }
        }
    }

    private static void fill(Path ballast) throws IOException {
        var block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private Refused postUntilRefused() {
        for (var i = 0; i < ATTEMPTS_MAX; i++) {
            try {
                post("filling up " + i);
            } catch (Refused refused) {
                return refused;
            }
        }
        throw new AssertionError("was never refused");
    }

    private void postWithin(int seconds) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            try {
                agent.resume().ifPresent(sent -> accepted.add(sent.getFirst().id()));
                post("room again");
                return;
            } catch (Refused refused) {
                if (System.nanoTime() > end) {
                    throw refused;
                }
                Thread.sleep(200);
            }
        }
    }
}
