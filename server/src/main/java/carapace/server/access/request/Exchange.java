package carapace.server.access.request;

import carapace.server.access.Newcomer;
import carapace.server.access.Reader;
import carapace.server.access.Standing;
import carapace.server.access.Standing.Proven;
import carapace.server.access.Visitor;
import carapace.server.access.limit.Allowance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One request and what is known about who sent it. Belongs to the thread that serves it.
final class Exchange {

    private static final String ATTRIBUTE = Exchange.class.getName();

    private final List<Allowance> allowances = new ArrayList<>();

    private Reader reader = new Visitor();
    private @Nullable Newcomer newcomer;
    private String address = "";
    private @Nullable Proven proven;
    private @Nullable String nonce;

    static Exchange of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange exchange) {
            return exchange;
        }
        throw new AssertionError("every request passes the filter first");
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    Reader reader() {
        return reader;
    }

    @Nullable Newcomer newcomer() {
        return newcomer;
    }

    /// {@return what a long answer to this request rests on}
    Standing standing() {
        return new Standing(address, proven);
    }

    /// {@return the holder of limits by address}
    String address() {
        return address;
    }

    /// @param holder of limits by address
    void comeFrom(String holder) {
        address = holder;
    }

    void restOn(Proven shown) {
        proven = shown;
    }

    void readAs(Reader reader) {
        this.reader = reader;
    }

    void sendAs(Newcomer newcomer) {
        this.newcomer = newcomer;
    }

    void allow(Allowance allowance) {
        allowances.add(allowance);
    }

    void offerNonce(String nonce) {
        this.nonce = nonce;
    }

    /// Sets the headers that every answer to this request has.
    void writeHeaders(HttpServletResponse response) {
        AnswerHeaders.set(response);
        if (nonce != null) {
            response.setHeader("DPoP-Nonce", nonce);
        }
        if (!allowances.isEmpty()) {
            response.setHeader("RateLimit-Policy", join(Allowance::policy));
            response.setHeader("RateLimit", join(Allowance::state));
        }
    }

    private String join(Function<Allowance, String> part) {
        var joined = new StringJoiner(", ");
        for (var allowance : allowances) {
            joined.add(part.apply(allowance));
        }
        return joined.toString();
    }
}
