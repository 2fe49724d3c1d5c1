package carapace.server.access.request;

import carapace.protocol.json.JsonException;
import carapace.server.access.Problem;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.database.DatabaseUnavailable;
import carapace.server.database.StorageFull;
import java.time.Duration;
import org.apache.catalina.connector.ClientAbortException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/// Says what a failure means to the client.
final class Problems {

    private static final Duration DATABASE_RETRY = Duration.ofSeconds(1);
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int SERVER_ERRORS = 500;

    /// A chain of causes may be a ring.
    private static final int CAUSES_MAX = 16;

    private Problems() {}

    static Problem of(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.problem();
            case DatabaseUnavailable _ ->
                    ProblemType.DATABASE_UNAVAILABLE
                            .because(
                                    "send it again: what was accepted is answered with its receipt")
                            .retryAfter(DATABASE_RETRY);
            case StorageFull _ ->
                    ProblemType.STORAGE_FULL.because("nothing was changed; reading goes on");
            case JsonException malformed -> ProblemType.REQUEST_MALFORMED.because(malformed);
            case Throwable _ when isClientGone(failure) ->
                    ProblemType.REQUEST_MALFORMED.because("the request ended early");
            default -> ofSpring(failure);
        };
    }

    /// {@return whether the client dropped its connection: nobody is left to tell, and nothing here
    /// is at fault}
    static boolean isClientGone(Throwable failure) {
        var cause = failure;
        for (var depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof ClientAbortException
                    || cause instanceof AsyncRequestNotUsableException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static Problem ofSpring(Throwable failure) {
        return switch (failure) {
            case HttpRequestMethodNotSupportedException _ ->
                    ProblemType.METHOD_NOT_ALLOWED.because("the methods are in Allow");
            case HttpMediaTypeNotSupportedException _ ->
                    ProblemType.UNSUPPORTED_MEDIA_TYPE.because("the media types are in Accept");
            case HttpMediaTypeNotAcceptableException _ ->
                    ProblemType.NOT_ACCEPTABLE.because("ask for application/json");
            case TypeMismatchException wrong ->
                    ProblemType.REQUEST_MALFORMED
                            .because("a parameter has not the form it must have")
                            .with("parameter", String.valueOf(wrong.getPropertyName()));
            case HttpMessageNotReadableException wrapped
                    when wrapped.getCause() instanceof Refusal refusal ->
                    refusal.problem();
            case HttpMessageNotReadableException _ ->
                    ProblemType.REQUEST_MALFORMED.because("the body cannot be read");
            case ErrorResponse known -> ofStatus(known.getStatusCode().value());
            default -> ProblemType.INTERNAL.because("the failure was logged under this instance");
        };
    }

    private static Problem ofStatus(int status) {
        if (status == NOT_FOUND) {
            return ProblemType.NOT_FOUND.because("check the path");
        }
        if (status == TOO_LARGE) {
            return ProblemType.TOO_LARGE.because("the request is larger than allowed here");
        }
        return status < SERVER_ERRORS
                ? ProblemType.REQUEST_MALFORMED.because("check parameters and headers")
                : ProblemType.INTERNAL.because("the failure was logged under this instance");
    }
}
