package carapace.server.access.request;

import jakarta.servlet.http.HttpServletResponse;

/// What every answer for programs tells a browser that is led to it: it is no page, and no part of
/// one.
final class AnswerHeaders {

    private AnswerHeaders() {}

    static void set(HttpServletResponse response) {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Cache-Control", "no-store");
    }
}
