package carapace.server.access.token;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a token request (RFC 6749 §4.4.2, RFC 7523 §2.2).
record TokenForm(Map<String, String> parameters) {

    private static final int PARAMETERS_MAX = 20;

    /// Reads `application/x-www-form-urlencoded`. Unknown parameters are ignored and empty ones
    /// left out, as RFC 6749 §3.2 asks; one that comes twice is refused.
    static TokenForm parse(byte[] body) {
        var pairs = new String(body, StandardCharsets.US_ASCII).split("&", PARAMETERS_MAX + 1);
        if (pairs.length > PARAMETERS_MAX) {
            throw invalid("too many parameters");
        }
        var parameters = new HashMap<String, String>();
        for (var pair : pairs) {
            var split = pair.indexOf('=');
            if (split <= 0 || split == pair.length() - 1) {
                continue;
            }
            var name = decode(pair.substring(0, split));
            if (parameters.put(name, decode(pair.substring(split + 1))) != null) {
                throw invalid("a parameter comes twice");
            }
        }
        return new TokenForm(Map.copyOf(parameters));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("the form is not percent-encoded properly");
        }
    }

    /// Refuses what is no client credentials grant with an assertion and nothing else.
    ///
    /// @return the assertion
    String assertion() {
        if (!required("grant_type").equals("client_credentials")) {
            throw new Refusal(
                    ProblemType.GRANT_TYPE_UNSUPPORTED.because(
                            "grant_type must be client_credentials"));
        }
        if (parameters.containsKey("client_secret")) {
            throw invalid("there are no client secrets here: send an assertion only");
        }
        var type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        if (!required("client_assertion_type").equals(type)) {
            throw invalid("client_assertion_type must be " + type);
        }
        return required("client_assertion");
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /// {@return the names in `scope`; empty when the client leaves the choice to the server}
    Optional<List<String>> scopes() {
        return optional("scope").map(scope -> Arrays.asList(scope.split(" ")));
    }

    private String required(String name) {
        return optional(name).orElseThrow(() -> invalid(name + " is missing"));
    }

    private static Refusal invalid(String detail) {
        return new Refusal(ProblemType.TOKEN_REQUEST_INVALID.because(detail));
    }
}
