package carapace.drills;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts what a drill tries. Safe for use by many threads.
///
/// Not final, so that tests can stop an attack at the breach that they wait for.
public class Attempts {

    /// Enough to understand a breach without drowning in it.
    private static final int EVIDENCE_MAX = 50;

    /// Refusals that have nothing to do with any attack here.
    private static final List<String> UNRELATED = List.of("rate-limited", "budget-spent");

    // All guarded by this.
    private final Map<String, Integer> triesByKind = new LinkedHashMap<>();
    private final List<String> breaches = new ArrayList<>();
    private int tries;
    private int successes;

    /// Notes one try.
    ///
    /// @param kind what was tried, in a few words; tries of one kind are counted together
    /// @param gotThrough whether the attacker got what it wanted
    /// @param detail what was seen; kept when the attacker got through
    public synchronized void tried(String kind, boolean gotThrough, String detail) {
        tries++;
        triesByKind.merge(kind, 1, Integer::sum);
        if (gotThrough) {
            successes++;
            if (breaches.size() < EVIDENCE_MAX) {
                breaches.add(kind + ": " + detail);
            }
        }
    }

    /// Notes one request that must be refused.
    ///
    /// @throws IllegalStateException when the answer tells neither: the server failed, or something
    ///   else than the attack was in the way
    public void refused(String kind, Wire.Answer answer) {
        if (answer.status() >= 500 || UNRELATED.stream().anyMatch(answer.body()::contains)) {
            throw new IllegalStateException(
                    "cannot tell what became of '%s': %s".formatted(kind, answer.brief()));
        }
        tried(kind, answer.ok(), answer.brief());
    }

    /// Notes one request that must be refused, for one of these reasons.
    ///
    /// @param problems names of the problems that are true refusals of this attack
    /// @throws IllegalStateException when it was refused for another reason, which tells nothing
    public void refused(String kind, Wire.Answer answer, String detail, Set<String> problems) {
        if (!answer.ok() && !problems.contains(answer.problem())) {
            throw new IllegalStateException(
                    "cannot tell what became of '%s' (%s), since it is none of %s: %s"
                            .formatted(kind, detail, problems, answer.brief()));
        }
        tried(kind, answer.ok(), "%s: %s".formatted(detail, answer.brief()));
    }

    synchronized Verdict verdict(Drill drill) {
        var evidence = successes > 0 ? breaches : summary();
        return new Verdict(drill.name(), drill.claim(), tries, successes, evidence);
    }

    private List<String> summary() {
        return triesByKind.entrySet().stream()
                .map(entry ->
                        "%s: %d tried, 0 got through".formatted(entry.getKey(), entry.getValue()))
                .toList();
    }
}
