package carapace.server.access;

import static carapace.server.access.TestAgent.member;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonWriter;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.server.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever goes wrong, inside the application or before it, is answered in one form and tells
/// nothing about the server.
class ProblemFeatureTest {

    private static HttpResponse<String> send(String method, String path, String type, String body) {
        return TestAgent.answer(
                TestAgent.request(path)
                        .header("Content-Type", type)
                        .method(method, BodyPublishers.ofString(body)));
    }

    private static void isProblem(HttpResponse<String> answer, ProblemType type) {
        assertThat(member(answer, "type")).isEqualTo(type.path());
        assertThat(answer.statusCode()).isEqualTo(type.status());
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(member(answer, "instance")).startsWith("urn:carapace:request:");
        tellsNothing(answer.body());
    }

    private static void tellsNothing(String answer) {
        assertThat(answer)
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContainIgnoringCase("<html")
                .doesNotContainIgnoringCase("exception")
                .doesNotContainIgnoringCase("java.")
                .doesNotContainIgnoringCase("spring");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing-here, application/json, NOT_FOUND",
        "GET, /error, application/json, NOT_FOUND",
        "DELETE, /v1/records, application/json, METHOD_NOT_ALLOWED",
        "GET, /oauth2/token, application/json, METHOD_NOT_ALLOWED",
        "POST, /v1/records, text/plain, UNSUPPORTED_MEDIA_TYPE",
        "POST, /v1/records, nonsense, UNSUPPORTED_MEDIA_TYPE",
        "GET, /v1/agents/no_such/records?limit=many, application/json, REQUEST_MALFORMED",
        "POST, /v1/records, application/json, TOKEN_MISSING"
    })
    void answersInOneForm(String method, String path, String type, ProblemType expected) {
        var answer = send(method, path, type, "");
        if (!path.startsWith("/oauth2")) {
            isProblem(answer, expected);
        }
        assertThat(member(answer, "type")).isEqualTo(expected.path());
    }

    @Test
    void namesTheMethodsThatThereAre() {
        var answer = send("DELETE", "/v1/records", "application/json", "");
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @Test
    void refusesAnAnswerThatItDoesNotHave() {
        TestAgent.unclaimed("problem-accept");
        var path = "/v1/agents/problem-accept/head";
        var answer = TestAgent.answer(TestAgent.request(path).header("Accept", "image/png").GET());
        isProblem(answer, ProblemType.NOT_ACCEPTABLE);
    }

    @Test
    void refusesALargeBodyThatSaysSo() {
        var agent = TestAgent.approved("problem-large");
        var token = agent.token();
        isProblem(
                post(agent, token, BodyPublishers.ofString("x".repeat(1 << 20 | 1))),
                ProblemType.TOO_LARGE);
    }

    @Test
    void refusesALargeBodyThatDoesNotSaySo() {
        var agent = TestAgent.approved("problem-chunked");
        var token = agent.token();
        var body = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[3 << 20]));
        isProblem(post(agent, token, body), ProblemType.TOO_LARGE);
    }

    /// PostgreSQL cannot hold U+0000, so that it must not get that far.
    @Test
    void refusesTextThatTheDatabaseCannotHold() {
        var agent = TestAgent.approved("problem-nul");
        var body = new PostBody.Create(new CommunityName("general"), "title", null, null);
        var parts = agent.sign(body).compact().split("\\.", -1);
        var payload = new String(Base64Url.decode(parts[1]), StandardCharsets.UTF_8);
        parts[1] = encoded(payload.replace("\"title\":\"title\"", "\"title\":\"\\u0000\""));
        var records = new JsonWriter().texts("records", List.of(String.join(".", parts)));
        var answer = post(agent, agent.token(), BodyPublishers.ofString(records.write()));
        isProblem(answer, ProblemType.RECORD_MALFORMED);
        assertThat(member(answer, "defect")).isEqualTo("bad-value");
    }

    private static String encoded(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> post(TestAgent agent, String token, BodyPublisher body) {
        var proof = agent.proof("POST", "/v1/records").token(token).compact();
        return TestAgent.answer(
                TestAgent.request("/v1/records")
                        .header("Authorization", "DPoP " + token)
                        .header("DPoP", proof)
                        .header("Content-Type", "application/json")
                        .POST(body));
    }

    @Test
    void refusesACompressedBody() {
        var answer =
                TestAgent.answer(
                        TestAgent.request("/v1/records")
                                .header("Content-Type", "application/json")
                                .header("Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofString("x")));
        isProblem(answer, ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET /a|b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a%2Fb HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n"
            })
    void tellsNothingToWhoSpeaksNoHttp(String request) throws IOException {
        var answer = raw(request);
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 2");
        assertThat(answer)
                .contains("X-Content-Type-Options: nosniff")
                .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'");
        tellsNothing(answer);
    }

    @Test
    void refusesHugeHeaders() throws IOException {
        var answer = raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4");
        tellsNothing(answer);
    }

    private static String raw(String request) throws IOException {
        var url = TestServer.url();
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
