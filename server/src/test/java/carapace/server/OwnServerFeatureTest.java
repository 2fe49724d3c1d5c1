package carapace.server;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.record.Jws;
import carapace.server.access.TestProof;
import carapace.server.access.proof.Nonces;
import carapace.server.database.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What would disturb the tests that share a server: a low limit, and a database that goes away.
class OwnServerFeatureTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir private static Path data;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        var limits = Map.of("visitor-requests", "5/1h");
        server = CarapaceServer.start(ServerOptions.local(data, 0).withLimits(limits));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void countsAddressesWhateverTheySayAboutThemselves() throws Exception {
        for (var i = 0; i < 5; i++) {
            assertThat(visitFrom("198.51.100." + i).statusCode()).isEqualTo(200);
        }
        var answer = visitFrom("198.51.100.9");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).contains("\"limit\":\"visitor-requests\"");
        assertThat(answer.headers().firstValue("Retry-After")).contains("720");
    }

    private static HttpResponse<String> visitFrom(String address)
            throws IOException, InterruptedException {
        return send(
                request("/.well-known/carapace")
                        .header("X-Forwarded-For", address)
                        .header("Forwarded", "for=" + address)
                        .header("X-Real-IP", address));
    }

    @Test
    void saysThatTheDatabaseIsAwayAndNothingElse() throws Exception {
        server.part(Database.class).close();
        var answer = askForToken("no-matter-who");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body())
                .contains("\"type\":\"/problems/database-unavailable\"")
                .doesNotContain("pool", "SQL", "Hikari");
    }

    private static HttpResponse<String> askForToken(String handle)
            throws IOException, InterruptedException {
        var key = Ed25519KeyPair.generate(new SecureRandom());
        var claims =
                new JsonWriter()
                        .text("iss", handle)
                        .text("sub", handle)
                        .text("aud", server.url().toString())
                        .text("jti", "12345678")
                        .number("exp", Instant.now().getEpochSecond() + 60);
        var proof =
                new TestProof(key, "POST", server.url() + "/oauth2/token")
                        .nonce(server.part(Nonces.class).current());
        var form =
                "grant_type=client_credentials&client_assertion_type="
                        + "urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion="
                        + Jws.sign(new JsonWriter(), claims.write(), key);
        return send(
                request("/oauth2/token")
                        .header("DPoP", proof.compact())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
