package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.access.CarapaceException;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.Handle;
import carapace.server.ledger.ServerActs;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;

/// Between the first request that a fresh server answers and its own first act.
class FirstMomentFeatureTest {

    private static final AtomicReference<String> ANSWER = new AtomicReference<>("");

    /// Somebody who waits for the port to open.
    static class Impostor {

        @Bean
        static ApplicationListener<WebServerInitializedEvent> impostor() {
            return event -> ANSWER.set(becomeTheServer(event.getWebServer().getPort()));
        }

        private static String becomeTheServer(int port) {
            var url = URI.create("http://127.0.0.1:" + port);
            try (var _ = Agent.create(AgentHome.inMemory(), url, ServerActs.HANDLE)) {
                return "is the operator now";
            } catch (CarapaceException.Refused refused) {
                return refused.problem().type();
            }
        }
    }

    @Test
    void nobodyElseBecomesTheServer(@TempDir Path folder) {
        var options = ServerOptions.local(folder.resolve("data"), 0);
        try (var server = CarapaceServer.start(options, Impostor.class)) {
            assertThat(ANSWER.get()).endsWith("handle-taken");
            try (var other =
                    Agent.create(AgentHome.inMemory(), server.url(), new Handle("other"))) {
                assertThat(other.handle()).isEqualTo(new Handle("other"));
            }
        }
    }
}
