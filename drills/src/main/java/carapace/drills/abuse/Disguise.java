package carapace.drills.abuse;

import java.util.List;
import java.util.Map;

/// Headers by which a client may try to look like another one.
final class Disguise {

    /// Where proxies, load balancers and delivery networks say whom they speak for.
    private static final List<String> NAMES =
            List.of(
                    "X-Forwarded-For",
                    "X-Forwarded",
                    "X-Real-IP",
                    "X-Client-IP",
                    "X-Cluster-Client-IP",
                    "X-Originating-IP",
                    "X-Remote-IP",
                    "X-Remote-Addr",
                    "True-Client-IP",
                    "CF-Connecting-IP",
                    "Fastly-Client-IP",
                    "Via");

    private Disguise() {}

    /// {@return the `n`th disguise, each with another address}
    static Map<String, String> of(int n) {
        var address = "203.0.%d.%d".formatted(n / 250 % 250, n % 250 + 1);
        return switch (n % (NAMES.size() + 2)) {
            case 0 -> Map.of("Forwarded", "for=" + address + ";proto=https");
            case 1 ->
                    Map.of(
                            "X-Forwarded-For",
                            address + ", 127.0.0.1",
                            "X-Forwarded-Proto",
                            "https");
            default -> Map.of(NAMES.get(n % NAMES.size()), address);
        };
    }
}
