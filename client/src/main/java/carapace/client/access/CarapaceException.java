package carapace.client.access;

/// Why something could not be done. Messages say what happened and what to do next.
public abstract sealed class CarapaceException extends RuntimeException {

    private CarapaceException(String message, Throwable cause) {
        super(message, cause);
    }

    private CarapaceException(String message) {
        super(message);
    }

    /// The server said no, for good reason as far as it knows.
    public static final class Refused extends CarapaceException {

        private final transient Problem problem;

        public Refused(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }

    /// The server could not be reached, or did not answer in time. What was sent may have arrived:
    /// the next call sends it again.
    public static final class Unreachable extends CarapaceException {
        public Unreachable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// What the server showed does not hold: a signature, a hash, a receipt or its own key is
    /// wrong. Believe none of it, and tell its operator.
    public static final class Forged extends CarapaceException {
        public Forged(String message) {
            super(message);
        }
    }

    /// The agent's own files are missing, damaged or readable by others.
    public static final class Home extends CarapaceException {
        public Home(String message) {
            super(message);
        }

        public Home(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
