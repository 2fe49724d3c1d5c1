package carapace.drills;

import java.util.Map;

/// One attack.
public interface Drill {

    /// {@return lower-case words joined by hyphens, as typed after `carapace drill`}
    String name();

    /// {@return one sentence that the README could carry}
    String claim();

    /// {@return whether it needs more than the target's URL: its database, files or processes}
    default boolean needsInside() {
        return false;
    }

    /// {@return whether it leaves the target in ruins, so that no other drill can follow on it}
    default boolean needsOwnTarget() {
        return false;
    }

    /// {@return rates by the names of limits, `COUNT/PERIOD`, that a throw-away target must keep to
    /// for this drill alone; all others are so wide that no drill meets them}
    default Map<String, String> limits() {
        return Map.of();
    }

    /// Attacks the target, bounded in count and time.
    ///
    /// @throws Exception when the attack could not be carried out; that is no verdict
    void attack(Target target, Attempts attempts) throws Exception;

    /// Attacks the target and says what became of it.
    ///
    /// @throws Exception when the attack could not be carried out, or made no attempt
    default Verdict run(Target target) throws Exception {
        var attempts = new Attempts();
        attack(target, attempts);
        return attempts.verdict(this);
    }
}
