package carapace.server.console;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The short way of a page that is kept: right behind the limits of `access`, before Spring looks
/// for the endpoint, which takes as long as all the rest.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class KeptPages implements Filter {

    private final PageEndpoints pages;

    KeptPages(PageEndpoints pages) {
        this.pages = pages;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isSent((HttpServletRequest) request, (HttpServletResponse) response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean isSent(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        return request.getMethod().equals("GET") && pages.sendKept(request, response);
    }
}
