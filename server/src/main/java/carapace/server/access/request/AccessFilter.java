package carapace.server.access.request;

import carapace.server.access.Limits;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.limit.ClientAddress;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The way into the application, passed by every request:
///
/// who may call plainly → limits by address → bounds of the body → who is asking → endpoint →
/// answer
///
/// Refusals from here on are answered in one form; those of Tomcat itself by [ProblemValve].
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AccessFilter implements Filter {

    /// A hundred records of ten kilobytes; a single one may have 64 KiB.
    static final int RECORDS_BYTES_MAX = 1024 * 1024;

    /// What an avatar or banner has before it is drawn anew.
    private static final int IMAGE_BYTES_MAX = 1024 * 1024;

    /// A token request with an assertion takes about two.
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private final ClientAddress addresses;
    private final RequestLimits limits;
    private final BodiesInFlight bodies;
    private final Authentication authentication;
    private final ProblemWriter problems;

    AccessFilter(
            ClientAddress addresses,
            RequestLimits limits,
            BodiesInFlight bodies,
            Authentication authentication,
            ProblemWriter problems) {
        this.addresses = addresses;
        this.limits = limits;
        this.bodies = bodies;
        this.authentication = authentication;
        this.problems = problems;
    }

    @Override
    public void doFilter(
            ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException {
        var request = (HttpServletRequest) servletRequest;
        var response = (HttpServletResponse) servletResponse;
        var exchange = new Exchange();
        exchange.attachTo(request);
        try {
            serve(request, response, exchange, chain);
        } catch (ServletException e) {
            problems.write(request, response, e.getRootCause() == null ? e : e.getRootCause());
        } catch (UncheckedIOException e) {
            // From the resolver: what was to be told of it has been.
            throw e.getCause();
        } catch (RuntimeException e) {
            problems.write(request, response, e);
        }
    }

    private void serve(
            HttpServletRequest request,
            HttpServletResponse response,
            Exchange exchange,
            FilterChain chain)
            throws IOException, ServletException {
        refusePlainStranger(request);
        var address = limits.address(request);
        exchange.comeFrom(address);
        limits.take(exchange, Limits.ADDRESS_REQUESTS, address);
        var bounded = BoundedRequest.of(request, bytesMax(request), bodies, address);
        // A token request proves who sends it in its own way.
        if (!request.getRequestURI().equals(TokenEndpoints.PATH)) {
            authentication.identify(request, exchange);
        }
        exchange.writeHeaders(response);
        try {
            chain.doFilter(bounded, response);
        } finally {
            bounded.release();
        }
    }

    /// Whoever goes around the proxy goes around its TLS: what it sends could be read by others.
    private void refusePlainStranger(HttpServletRequest request) {
        if (!request.isSecure() && !addresses.mayCallPlainly(request.getRemoteAddr())) {
            throw new Refusal(
                    ProblemType.NOT_ALLOWED.because(
                            "plain HTTP is for the operator's proxy: use the https address"));
        }
    }

    private static int bytesMax(HttpServletRequest request) {
        return switch (request.getRequestURI()) {
            case Authentication.RECORDS -> RECORDS_BYTES_MAX;
            case Authentication.IMAGES -> IMAGE_BYTES_MAX;
            default -> BODY_BYTES_MAX;
        };
    }
}
