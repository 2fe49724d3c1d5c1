package carapace.drills;

import java.util.List;

/// What became of one drill.
///
/// @param attempts tries made, at least 1
/// @param succeeded tries that got through
/// @param evidence a line for each try that got through, or what was tried when none did
public record Verdict(
        String name, String claim, int attempts, int succeeded, List<String> evidence) {

    public Verdict {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "drill %s made no attempt, which is an error and no verdict".formatted(name));
        }
        if (succeeded < 0 || succeeded > attempts) {
            throw new IllegalArgumentException(
                    "%d of %d attempts cannot succeed".formatted(succeeded, attempts));
        }
        evidence = List.copyOf(evidence);
    }

    public boolean held() {
        return succeeded == 0;
    }
}
