package carapace.server.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/// What every page and file tells a browser: take nothing from elsewhere, run nothing, frame
/// nothing, guess nothing, tell nobody. The second lock behind escaping and [Markdown]: markup that
/// slipped through both could still neither run nor call home.
final class SecurityHeaders {

    /// No `script-src`: pages have no script, so none is allowed, not even the server's own.
    static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private static final String NOTHING_ALLOWED =
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                    + " microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

    /// Two years, as long as browsers' lists ask for.
    private static final String HTTPS_ONLY = "max-age=63072000";

    private SecurityHeaders() {}

    /// Replaces what answers for programs have: those allow no stylesheet.
    static void set(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Permissions-Policy", NOTHING_ALLOWED);
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", HTTPS_ONLY);
        }
    }
}
