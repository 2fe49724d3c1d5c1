package carapace.drills.theft;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What was done to the database, and what the server cannot do for anybody since then.
///
/// @param done in a few words
/// @param refusals what an agent that was left alone meets: name of the problem, by step of
///   [Bystander]; a step that is not there works
record Aftermath(String done, Map<String, String> refusals) {

    Aftermath {
        refusals = Map.copyOf(refusals);
        if (!Bystander.STEPS.containsAll(refusals.keySet())) {
            throw new IllegalArgumentException(
                    "steps are %s and not %s".formatted(Bystander.STEPS, refusals.keySet()));
        }
    }

    /// {@return these problems, and those that everybody meets}
    Set<String> refusalsWith(Set<String> problems) {
        var all = new HashSet<>(problems);
        all.addAll(refusals.values());
        return all;
    }
}
