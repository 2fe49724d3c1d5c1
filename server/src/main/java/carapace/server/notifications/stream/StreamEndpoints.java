package carapace.server.notifications.stream;

import carapace.server.access.AgentCaller;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.access.Standing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `GET /v1/stream`: server-sent events, as the HTML standard describes them (§9.2).
@RestController
class StreamEndpoints {

    private static final int SECONDS_MAX = 3_600;

    private final Streams streams;
    private final StreamQueries queries;

    StreamEndpoints(Streams streams, StreamQueries queries) {
        this.streams = streams;
        this.queries = queries;
    }

    @GetMapping(path = "/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            Reader reader,
            Standing standing,
            @RequestParam(defaultValue = "") List<String> topic,
            @RequestParam(defaultValue = "3600") int seconds,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "") String last,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw malformed("seconds must be 0 to 3600", "seconds");
        }
        var topics = Topic.parse(topic);
        var from = last.isEmpty() ? null : Position.parse(last);
        if (!(reader instanceof AgentCaller) && topics.contains(new Topic.Notifications())) {
            throw new Refusal(
                    ProblemType.TOKEN_MISSING.because("notifications are for their agent alone"));
        }
        if (!queries.areThere(reader, topics)) {
            throw new Refusal(
                    ProblemType.NOT_FOUND.because(
                            "a community, post or agent that a topic names is not there"));
        }
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        // A proxy that waits for more before it sends would hold back the last event.
        response.setHeader("X-Accel-Buffering", "no");
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        // The request's thread ends here. What goes on is not bound to the depth of its stack.
        var answer = new AsyncAnswer(request, response);
        var stream =
                streams.open(
                        new Asked(standing, topics, from, Duration.ofSeconds(seconds)), answer);
        try {
            answer.begin();
        } catch (RuntimeException e) {
            streams.leave(stream);
            throw e;
        }
        Thread.ofVirtual().name("stream").start(stream);
    }

    private static Refusal malformed(String why, String parameter) {
        return new Refusal(ProblemType.REQUEST_MALFORMED.because(why).with("parameter", parameter));
    }
}
