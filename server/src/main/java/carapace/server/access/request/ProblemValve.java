package carapace.server.access.request;

import carapace.server.access.ProblemType;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what Tomcat refuses before it reaches the application, such as a request that is no
/// HTTP, in the same form as everything else: no HTML, no name or version, no stack trace.
public final class ProblemValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemValve.class);

    private static final int ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    /// Tomcat makes the valve by its name.
    public ProblemValve() {}

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < ERRORS
                || response.getContentWritten() > 0
                || !response.setErrorReported()) {
            return;
        }
        if (failure != null && response.getStatus() >= SERVER_ERRORS) {
            LOG.error("a request failed outside the application", failure);
        }
        var answer =
                ProblemAnswer.ofTomcat(
                        problem(response.getStatus())
                                .because("the server did not take the request"));
        try {
            AnswerHeaders.set(response);
            answer.writeTo(response);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("cannot answer", gone);
        }
    }

    private static ProblemType problem(int status) {
        return switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 413 -> ProblemType.TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default ->
                    status < SERVER_ERRORS ? ProblemType.REQUEST_MALFORMED : ProblemType.INTERNAL;
        };
    }
}
