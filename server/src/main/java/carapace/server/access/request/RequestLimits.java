package carapace.server.access.request;

import carapace.server.access.Limits;
import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.access.limit.ClientAddress;
import carapace.server.access.limit.RateLimits;
import carapace.server.access.limit.RateLimits.Taken;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.springframework.stereotype.Component;

/// Counts requests and lets each know what is left to it.
@Component
final class RequestLimits {

    private final RateLimits limits;
    private final ClientAddress addresses;

    RequestLimits(RateLimits limits, ClientAddress addresses) {
        this.limits = limits;
        this.addresses = addresses;
    }

    String address(HttpServletRequest request) {
        return addresses.holder(
                request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    /// @throws Refusal when the holder has nothing left of the limit
    void take(Exchange exchange, Limits limit, String holder) {
        var taken = limits.take(limit, holder);
        exchange.allow(taken.allowance());
        if (taken instanceof Taken.Exceeded(_, var wait)) {
            throw new Refusal(
                    ProblemType.RATE_LIMITED
                            .because("slow down; RateLimit-Policy tells how fast is right")
                            .with("limit", limit.wireName())
                            .retryAfter(wait));
        }
    }
}
