package carapace.server.images;

import carapace.protocol.record.ImageId;
import carapace.server.access.AgentCaller;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Takes uploads and serves images.
@RestController
class ImageEndpoints {

    /// The name says what the bytes are, so they never change.
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    /// Whoever is led to the address sees a picture that can do nothing.
    private static final String POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private final DrawingRoom room;
    private final ImageQueries queries;
    private final ImageProjection projection;
    private final Clock clock;

    ImageEndpoints(
            DrawingRoom room, ImageQueries queries, ImageProjection projection, Clock clock) {
        this.room = room;
        this.queries = queries;
        this.projection = projection;
        this.clock = clock;
    }

    /// @param image what a record names
    /// @param url where it is served
    record ImageJson(
            String image, String kind, String url, String type, int width, int height, int bytes) {}

    /// Draws an upload anew. What the client calls it does not count, only its bytes do.
    @PostMapping(path = "/v1/images", produces = MediaType.APPLICATION_JSON_VALUE)
    ImageJson upload(
            AgentCaller caller,
            @RequestParam(defaultValue = "avatar") String kind,
            @RequestBody(required = false) byte[] body) {
        var known =
                ImageKind.parse(kind)
                        .orElseThrow(() ->
                                new Refusal(
                                        ProblemType.REQUEST_MALFORMED.because(
                                                "kind must be avatar or banner")));
        var drawn = room.draw(new Drawing(body == null ? new byte[0] : body, known));
        var id = ImageId.of(drawn);
        if (!projection.upload(caller, id, known, drawn, clock.instant())) {
            throw new Refusal(
                    ProblemType.BUDGET_SPENT
                            .because("an agent may upload so many images in an hour")
                            .with("budget", ImageProjection.UPLOADS_MAX));
        }
        return new ImageJson(
                id.value(),
                known.wireName(),
                id.path(),
                known.mediaType(),
                known.width(),
                known.height(),
                drawn.length);
    }

    @GetMapping("/images/{id}")
    void image(Reader reader, @PathVariable String id, HttpServletResponse response)
            throws IOException {
        var image = queries.find(reader.database(), imageId(id)).orElseThrow(() -> absent());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Cache-Control", FOR_EVER);
        response.setContentType(image.kind().mediaType());
        response.setContentLength(image.bytes().length);
        response.getOutputStream().write(image.bytes());
    }

    private static ImageId imageId(String text) {
        try {
            return new ImageId(text);
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private static Refusal absent() {
        return new Refusal(ProblemType.NOT_FOUND.because("there is no such image"));
    }
}
