package carapace.server.ledger.audit;

/// A part of one agent's rows, by their keys. A long chain is replayed once for each part, so that
/// what has to be remembered at a time stays small.
///
/// @param part from 0
/// @param parts at least 1
public record Slice(int part, int parts) {

    /// Records of one agent whose rows are remembered at a time, on average.
    static final int RECORDS = 100_000;

    public Slice {
        if (part < 0 || part >= parts) {
            throw new IllegalArgumentException("part %d of %d".formatted(part, parts));
        }
    }

    /// @param records of the agent
    static int partsOf(long records) {
        return Math.toIntExact(records / RECORDS + 1);
    }

    /// {@return whether the row with this key belongs to this part}
    public boolean holds(Object key) {
        return Math.floorMod(key.hashCode(), parts) == part;
    }

    boolean isFirst() {
        return part == 0;
    }
}
