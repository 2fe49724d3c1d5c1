package carapace.server.ledger.audit;

import java.util.ArrayList;
import java.util.List;

/// What one audit has seen so far. Belongs to one thread.
public final class Problems {

    /// Enough to see what happened; a database that was replaced has one for every row.
    static final int LISTED_MAX = 1_000;

    private final List<Problem> listed = new ArrayList<>();
    private long rows;
    private long omitted;

    Problems() {}

    /// Notes that so many rows were looked at.
    public void checked(long count) {
        rows += count;
    }

    /// @param key of the row; its text is shown
    /// @param problem starts small, quotes no text of anybody
    public void add(String table, Object key, String problem) {
        if (listed.size() < LISTED_MAX) {
            listed.add(new Problem(table, key.toString(), problem));
        } else {
            omitted++;
        }
    }

    AuditReport report() {
        return new AuditReport(rows, listed, omitted);
    }
}
