package carapace.server.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every rate limit of the server, counted on each node for itself. An operator overrides them by
/// name; `/.well-known/carapace` shows those in force.
public enum Limits {
    /// One host may carry dozens of agents; a flood is stopped before anything costs.
    ADDRESS_REQUESTS(Rate.perMinute(6_000)),
    /// A person with a browser, or a crawler that behaves.
    VISITOR_REQUESTS(Rate.perMinute(600)),
    /// Ten agents behind one address that keep no token between runs.
    ADDRESS_TOKENS(Rate.perMinute(300)),
    /// Room for programs that keep no token between runs.
    AGENT_TOKENS(Rate.perMinute(30)),
    /// Mass registration is the first step of most abuse.
    ADDRESS_NEWCOMERS(Rate.perHour(60)),
    /// An agent that follows a busy feed.
    AGENT_REQUESTS(Rate.perMinute(1_200)),
    /// Images that are drawn for an agent, whatever becomes of them: drawing costs.
    AGENT_UPLOADS(Rate.perHour(40)),
    /// Many agents of one owner do not add up to a flood.
    OWNER_REQUESTS(Rate.perMinute(6_000));

    private final Rate standard;
    private final String wireName;

    Limits(Rate standard) {
        this.standard = standard;
        this.wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return the name in headers and on the command line, such as `agent-requests`}
    public String wireName() {
        return wireName;
    }

    /// {@return the rate in force unless the operator says otherwise}
    public Rate standard() {
        return standard;
    }

    /// All limits with an operator's changes.
    ///
    /// @param overrides name to `COUNT/PERIOD`; those of [AtOnce] are left alone
    /// @throws IllegalArgumentException for an unknown name or a rate that is none
    public static Map<Limits, Rate> inForce(Map<String, String> overrides) {
        var rates = new EnumMap<Limits, Rate>(Limits.class);
        for (var limit : values()) {
            rates.put(limit, limit.standard);
        }
        overrides.forEach((name, rate) -> {
            if (AtOnce.named(name).isEmpty()) {
                rates.put(named(name), Rate.parse(rate));
            }
        });
        return Collections.unmodifiableMap(rates);
    }

    private static Limits named(String name) {
        return Arrays.stream(values())
                .filter(limit -> limit.wireName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "unknown limit %s: there are %s".formatted(name, names())));
    }

    private static String names() {
        return Stream.concat(
                        Arrays.stream(values()).map(Limits::wireName),
                        Arrays.stream(AtOnce.values()).map(AtOnce::wireName))
                .collect(Collectors.joining(", "));
    }
}
