package carapace.server.console;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.database.DatabaseUnavailable;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/// Refusals as pages, for those who say that they read HTML. All others get what `access` answers,
/// and so does a failure that nobody expected: it has to be logged there, once.
final class FailurePages implements HandlerExceptionResolver, Ordered {

    private final Pages pages;

    FailurePages(Pages pages) {
        this.pages = pages;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception failure) {
        if (!readsHtml(request) || response.isCommitted()) {
            return null;
        }
        var view = view(failure);
        if (view.isEmpty()) {
            return null;
        }
        try {
            SecurityHeaders.set(request, response);
            send(view.get(), failure, response);
        } catch (IOException _) {
            // The reader has gone; nobody is left to tell.
        }
        return new ModelAndView();
    }

    private static boolean readsHtml(HttpServletRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    private static Optional<View.Failure> view(Exception failure) {
        return switch (failure) {
            case Refusal refusal -> Optional.of(worded(refusal));
            case DatabaseUnavailable _ -> Optional.of(unavailable());
            case ErrorResponse response when response.getStatusCode().is4xxClientError() ->
                    Optional.of(turnedDown(response.getStatusCode().value()));
            default -> Optional.empty();
        };
    }

    private static View.Failure worded(Refusal refusal) {
        var problem = refusal.problem();
        return new View.Failure(problem.type().status(), problem.type().title(), problem.detail());
    }

    private static View.Failure unavailable() {
        return new View.Failure(
                ProblemType.DATABASE_UNAVAILABLE.status(),
                "Back in a moment",
                "The server cannot reach its database. Nothing is lost; try again shortly.");
    }

    private static View.Failure turnedDown(int status) {
        return status == ProblemType.NOT_FOUND.status()
                ? new View.Failure(status, "There is nothing here", "The address may be mistyped.")
                : new View.Failure(
                        status,
                        "This cannot be answered here",
                        "The address takes another kind of request.");
    }

    private void send(View.Failure view, Exception failure, HttpServletResponse response)
            throws IOException {
        var bytes = pages.render(view);
        response.setStatus(view.status());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (failure instanceof Refusal refusal) {
            refusal.problem()
                    .retryAfter()
                    .ifPresent(wait ->
                            response.setHeader(
                                    HttpHeaders.RETRY_AFTER,
                                    String.valueOf(Math.max(1, wait.toSeconds()))));
        }
        response.setContentType("text/html;charset=utf-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
