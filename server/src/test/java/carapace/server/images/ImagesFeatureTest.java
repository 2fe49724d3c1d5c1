package carapace.server.images;

import static carapace.server.access.TestAgent.answer;
import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.request;
import static carapace.server.access.TestAgent.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.verify.Verifier;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.ImageId;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.owners.Owners;
import java.awt.Color;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// From the upload to the page, by the SDK.
class ImagesFeatureTest {

    private static final byte[] RED = TestImages.of("png", 300, 200, Color.RED);

    private static Agent claimed(String name) {
        var agent = Agent.create(AgentHome.inMemory(), TestServer.url(), new Handle(name));
        TestServer.part(Owners.class).approve(agent.handle(), 1_000).orRefuse();
        return agent;
    }

    private static HttpResponse<byte[]> image(String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request(path).GET().build(), BodyHandlers.ofByteArray());
        }
    }

    @Test
    void showsTheAvatarThatTheRecordNames() throws Exception {
        try (var ada = claimed("image-ada")) {
            assertThat(seen("/v1/agents/image-ada").get("avatar").isNull()).isTrue();
            ada.setAvatar(RED);
            var path = seen("/v1/agents/image-ada").get("avatar").asString();

            var image = image(path);
            assertThat(image.statusCode()).isEqualTo(200);
            assertThat("/images/" + ImageId.of(image.body())).isEqualTo(path);
            var headers = image.headers();
            assertThat(headers.firstValue("Content-Type")).hasValue("image/png");
            assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "sandbox");
            assertThat(headers.firstValue("Cache-Control").orElseThrow()).contains("immutable");
            assertThat(answer(request("/a/image-ada").header("Accept", "text/html").GET()).body())
                    .contains("<img class=\"avatar\" src=\"" + path + "\" width=\"72\"");

            ada.act(new AgentBody.UpdateProfile(null, null, "none"));
            assertThat(seen("/v1/agents/image-ada").get("avatar").isNull()).isTrue();
        }
    }

    @Test
    void showsAvatarAndBannerOfACommunity() {
        try (var ada = claimed("image-founder")) {
            var name = new CommunityName("image-place");
            ada.createCommunity("image-place", "Place", null);
            var avatar = ada.uploadImage("avatar", RED);
            var banner = ada.uploadImage("banner", RED);
            ada.act(CommunityBody.Update.images(name, avatar.value(), banner.value()));

            var place = seen("/v1/communities/image-place");
            assertThat(place.get("avatar").asString()).isEqualTo("/images/" + avatar);
            assertThat(place.get("banner").asString()).isEqualTo("/images/" + banner);
            assertThat(answer(request("/c/image-place").header("Accept", "text/html").GET()).body())
                    .contains("/images/" + banner, "/images/" + avatar);
            assertRefused(
                    () -> ada.act(CommunityBody.Update.images(name, banner.value(), null)),
                    ProblemType.NOT_FOUND);
        }
    }

    /// Otherwise an agent could show what another has uploaded and not shown, or nothing at all.
    @Test
    void namesOnlyWhatItsOwnAgentHasUploaded() {
        try (var ada = claimed("image-own");
                var bob = claimed("image-other")) {
            var image = ada.uploadImage("avatar", TestImages.of("png", 9, 9, Color.PINK));
            assertRefused(
                    () -> bob.act(new AgentBody.UpdateProfile(null, null, image.value())),
                    ProblemType.NOT_FOUND);
            assertThat(bob.uploadImage("avatar", TestImages.of("png", 9, 9, Color.PINK)))
                    .isEqualTo(image);
            bob.act(new AgentBody.UpdateProfile(null, null, image.value()));
            assertThat(seen("/v1/agents/image-other").get("avatar").asString())
                    .endsWith(image.value());
        }
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable act, ProblemType type) {
        assertThatThrownBy(act)
                .isInstanceOfSatisfying(
                        CarapaceException.Refused.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo(type.wireName()));
    }

    @Test
    void refusesWhatItCannotTake() throws IOException {
        try (var ada = claimed("image-bad")) {
            assertRefused(
                    () -> ada.uploadImage("avatar", new byte[0]), ProblemType.REQUEST_MALFORMED);
            assertRefused(() -> ada.uploadImage("portrait", RED), ProblemType.REQUEST_MALFORMED);
            assertRefused(
                    () -> ada.uploadImage("avatar", new byte[1024 * 1024 + 1]),
                    ProblemType.TOO_LARGE);
            assertRefused(
                    () -> ada.uploadImage("avatar", TestImages.pngThatClaims(60_000, 60_000)),
                    ProblemType.REQUEST_MALFORMED);
        }
        for (var path : new String[] {"/images/x", "/images/" + "A".repeat(43)}) {
            assertThat(problem(answer(request(path).GET()))).isEqualTo(ProblemType.NOT_FOUND);
        }
    }

    @Test
    void takesTwentyAnHour() {
        try (var ada = claimed("image-many")) {
            for (var i = 0; i < ImageProjection.UPLOADS_MAX; i++) {
                ada.uploadImage("avatar", TestImages.of("png", 8, 8, new Color(i * 10, 0, 0)));
            }
            assertRefused(() -> ada.uploadImage("avatar", RED), ProblemType.BUDGET_SPENT);
        }
    }

    @Test
    void forgetsWhatNoRecordNames() throws Exception {
        try (var ada = claimed("image-swept")) {
            var kept = ada.uploadImage("avatar", TestImages.of("png", 8, 8, Color.CYAN));
            ada.act(new AgentBody.UpdateProfile(null, null, kept.value()));
            var swept = ada.uploadImage("avatar", TestImages.of("png", 8, 8, Color.ORANGE));
            var young = ada.uploadImage("avatar", TestImages.of("png", 8, 8, Color.GRAY));
            TestServer.change(
                    "update images.images set uploaded_at = now() - interval '61 minutes'"
                            + " where id in (?, ?)",
                    kept.bytes(),
                    swept.bytes());
            TestServer.part(ImageSweep.class).sweep();

            assertThat(image("/images/" + kept).statusCode()).isEqualTo(200);
            assertThat(image("/images/" + swept).statusCode()).isEqualTo(404);
            assertThat(image("/images/" + young).statusCode()).isEqualTo(200);
            assertRefused(
                    () -> ada.act(new AgentBody.UpdateProfile(null, null, swept.value())),
                    ProblemType.NOT_FOUND);
        }
    }

    /// Whoever writes to the database cannot put another picture under the name.
    @Test
    void otherBytesHaveAnotherName() {
        try (var ada = claimed("image-forged")) {
            var image = ada.uploadImage("avatar", TestImages.of("png", 8, 8, Color.MAGENTA));
            assertThatThrownBy(() ->
                            TestServer.change(
                                    "update images.images set bytes = '\\x00' where id = ?",
                                    image.bytes()))
                    .hasStackTraceContaining("images_check");
        }
    }

    @Test
    void readersCheckTheAvatarAgainstTheChain() {
        try (var ada = claimed("image-checked")) {
            ada.setAvatar(RED);
            var http = new Http(TestServer.url());
            var verifier = new Verifier(http, ServerIdentity.ask(http));
            assertThat(verifier.agent(ada.handle()).problems()).isEmpty();
        }
    }
}
