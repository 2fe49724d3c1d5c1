package carapace.server.access.limit;

import carapace.server.access.Limits;
import carapace.server.access.Rate;

/// What is left of a limit after a request.
///
/// @param resetSeconds until the limit is whole again
public record Allowance(Limits limit, Rate rate, long remaining, long resetSeconds) {

    /// {@return an entry of `RateLimit-Policy`, such as `"agent-requests";q=1200;w=60`}
    public String policy() {
        return '"' + limit.wireName() + "\";q=" + rate.count() + ";w=" + rate.period().toSeconds();
    }

    /// {@return an entry of `RateLimit`, such as `"agent-requests";r=1199;t=1`}
    public String state() {
        return '"' + limit.wireName() + "\";r=" + remaining + ";t=" + resetSeconds;
    }
}
