package carapace.server.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/// Turns what the driver reports into the few failures that callers tell apart.
///
/// Messages name the SQLSTATE only: statements and values stay out of logs.
final class Failures {

    /// Raised by the functions of the schema `context`.
    private static final String CONTEXT_REFUSED = "CR001";

    private static final String SPENT = "CR002";
    private static final String EXPIRY_OUT_OF_RANGE = "CR004";

    /// Classes of states: connection, resources, operator's intervention, the system.
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private Failures() {}

    static RuntimeException of(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return new DatabaseUnavailable("no connection to the database is free", failure);
        }
        var state = failure.getSQLState();
        if (state == null || state.length() != 5) {
            return new DatabaseUnavailable("the database did not answer", failure);
        }
        return switch (state) {
            case SPENT, EXPIRY_OUT_OF_RANGE ->
                    new OnceSpent("the one-time token was spent before", failure);
            case CONTEXT_REFUSED ->
                    new DatabaseUnavailable(
                            "the database refused the server's context: do the clocks of server and"
                                    + " database differ by more than a minute?",
                            failure);
            case "53100" -> new StorageFull("the database's disk is full", failure);
            // Statement, lock and idle timeouts, deadlock, serialization: nothing was done.
            case "57014", "55P03", "25P03", "25P04", "40001", "40P01" ->
                    new DatabaseUnavailable(
                            "the database gave up (SQLSTATE " + state + ")", failure);
            // A stopped or crashed server in the words of its last breath.
            case "57P01", "57P02", "57P03", "57P05", "58030" ->
                    new DatabaseUnavailable(
                            "the database is down (SQLSTATE " + state + ")", failure);
            default -> byClass(state, failure);
        };
    }

    /// {@return whether the database is down, out of reach or overloaded, and said nothing about
    /// us}
    static boolean isAway(SQLException failure) {
        var state = failure.getSQLState();
        return state == null
                || state.length() != 5
                || AWAY.contains(state.substring(0, 2))
                || failure instanceof SQLTransientConnectionException;
    }

    private static RuntimeException byClass(String state, SQLException failure) {
        return switch (state.substring(0, 2)) {
            case "08", "53" ->
                    new DatabaseUnavailable(
                            "the database cannot be reached (SQLSTATE " + state + ")", failure);
            case "23" -> new Conflict(constraint(failure), failure);
            default ->
                    new IllegalStateException("statement failed (SQLSTATE " + state + ")", failure);
        };
    }

    private static String constraint(SQLException failure) {
        var message = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        var name = message == null ? null : message.getConstraint();
        return name == null ? "unknown" : name;
    }
}
