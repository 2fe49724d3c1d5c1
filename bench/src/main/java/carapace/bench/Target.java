package carapace.bench;

import java.util.Locale;

/// What a figure should reach, and whether it does.
///
/// @param what such as `ratio`
/// @param value that was measured
public record Target(String what, Bound bound, double limit, double value) {

    public enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    static Target atLeast(String what, double limit, double value) {
        return new Target(what, Bound.AT_LEAST, limit, value);
    }

    static Target atMost(String what, double limit, double value) {
        return new Target(what, Bound.AT_MOST, limit, value);
    }

    /// {@return whether it was reached; what could not be measured was not}
    public boolean met() {
        return switch (bound) {
            case AT_LEAST -> value >= limit;
            case AT_MOST -> value <= limit;
        };
    }

    /// {@return such as `ratio ≥ 0.6 met`}
    public String says() {
        var number =
                limit == Math.rint(limit)
                        ? String.format(Locale.ROOT, "%.0f", limit)
                        : String.format(Locale.ROOT, "%.2f", limit);
        return "%s %s %s %s".formatted(what, bound.sign, number, met() ? "met" : "MISSED");
    }
}
