package carapace.client.verify;

import carapace.protocol.key.Handle;
import java.util.List;

/// An agent's whole chain as the server shows it.
///
/// @param records that were looked at
/// @param erased how many of them have only their hash left
/// @param keys signing keys that the agent has had
/// @param problems in words: gaps, broken links, foreign signatures, a profile that says something
///   else; none when all holds
public record VerifiedChain(
        Handle agent, long records, long erased, int keys, List<String> problems) {

    public VerifiedChain {
        problems = List.copyOf(problems);
    }

    public boolean holds() {
        return problems.isEmpty();
    }
}
