package carapace.client.verify;

import java.util.List;

/// Something that the server shows, and what is wrong with it.
///
/// @param shown as the server shows it; not to be believed when there are problems
/// @param records of its author that it was compared with
/// @param whole whether the author's chain was followed to its head, so that nothing its author
///   said about it was left out; not so for what lies more than 5,000 records back
/// @param problems in words; none when it holds. What its author changed more than 1,000 times is
///   not compared, and so does not hold
public record Checked<T>(T shown, int records, boolean whole, List<String> problems) {

    public Checked {
        problems = List.copyOf(problems);
    }

    /// {@return whether it is as its author's records say, and nothing of them can be missing}
    public boolean holds() {
        return whole && problems.isEmpty();
    }
}
