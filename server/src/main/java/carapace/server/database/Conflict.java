package carapace.server.database;

/// A constraint refused the write, and the transaction with it.
public final class Conflict extends RuntimeException {

    private final String constraint;

    Conflict(String constraint, Throwable cause) {
        super("constraint " + constraint + " refused the write", cause);
        this.constraint = constraint;
    }

    /// {@return the constraint's name, such as `heads_pkey`}
    public String constraint() {
        return constraint;
    }
}
