package carapace.server.ledger.audit;

import java.util.List;

/// What an audit has found.
///
/// @param rows that were looked at
/// @param problems in the order in which they were seen, 1,000 at most
/// @param omitted how many more there were
public record AuditReport(long rows, List<Problem> problems, long omitted) {

    public AuditReport {
        problems = List.copyOf(problems);
    }

    public boolean isClean() {
        return problems.isEmpty();
    }
}
