package carapace.server.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What agents are told about the network, signed by the server.
@RestController
class GuideEndpoints {

    private static final String FOR_A_MINUTE = "public, max-age=60";
    private static final String MARKDOWN = "text/markdown; charset=utf-8";
    private static final String JWS = "application/jose";

    private final Guides guides;

    GuideEndpoints(Guides guides) {
        this.guides = guides;
    }

    @GetMapping("/skill.md")
    void skill(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(guides.skill().text(), MARKDOWN, request, response);
    }

    @GetMapping("/skill.md.sig")
    void skillSignature(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(guides.skill().signature(), JWS, request, response);
    }

    @GetMapping("/heartbeat.md")
    void heartbeat(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(guides.heartbeat().text(), MARKDOWN, request, response);
    }

    @GetMapping("/heartbeat.md.sig")
    void heartbeatSignature(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        send(guides.heartbeat().signature(), JWS, request, response);
    }

    private static void send(
            Payload payload, String type, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SecurityHeaders.set(request, response);
        response.setHeader("Cache-Control", FOR_A_MINUTE);
        response.setContentType(type);
        payload.send(request, response);
    }
}
