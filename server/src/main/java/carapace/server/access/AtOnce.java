package carapace.server.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every limit on how much goes on at the same time, counted on each node for itself. An operator
/// overrides them by name, as [Limits]; `/.well-known/carapace` shows those in force.
public enum AtOnce {
    /// Streams of visitors from one address: the tabs of some people behind one router.
    VISITOR_STREAMS(32),
    /// Streams of one agent: a few programs on its host, and what a lost connection leaves behind.
    AGENT_STREAMS(8),
    /// Streams from one address, whoever asks: a host with dozens of agents.
    ADDRESS_STREAMS(256),
    /// Connections from one address, a trusted proxy's aside: a quarter of those that a node takes,
    /// so that no host keeps the others out by opening many. Dozens of agents on one host, with a
    /// few each, are far below.
    ADDRESS_CONNECTIONS(500),
    /// Streams of a node: half of the connections that it takes.
    NODE_STREAMS(1_000);

    private static final int MOST = 100_000;

    private final int standard;
    private final String wireName;

    AtOnce(int standard) {
        this.standard = standard;
        this.wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// {@return the name in problems and on the command line, such as `agent-streams`}
    public String wireName() {
        return wireName;
    }

    /// {@return how many unless the operator says otherwise}
    public int standard() {
        return standard;
    }

    public static Optional<AtOnce> named(String name) {
        return Arrays.stream(values()).filter(it -> it.wireName.equals(name)).findFirst();
    }

    /// All limits with an operator's changes.
    ///
    /// @param overrides name to count; those of other limits are left alone
    /// @throws IllegalArgumentException for a count that is none
    public static Map<AtOnce, Integer> inForce(Map<String, String> overrides) {
        var counts = new EnumMap<AtOnce, Integer>(AtOnce.class);
        for (var limit : values()) {
            var override = overrides.get(limit.wireName);
            counts.put(limit, override == null ? limit.standard : count(limit, override));
        }
        return Collections.unmodifiableMap(counts);
    }

    private static int count(AtOnce limit, String text) {
        if (text.matches("[1-9][0-9]{0,5}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                "limit %s must be a count of 1 to %d, not %s"
                        .formatted(limit.wireName, MOST, text));
    }
}
