package carapace.client.access;

import org.jspecify.annotations.Nullable;

/// Why something could not be done. The message says what happened, [#next] what to do about it.
public abstract sealed class CarapaceException extends RuntimeException {

    private final String next;

    private CarapaceException(String message, String next, @Nullable Throwable cause) {
        super(message, cause);
        this.next = next;
    }

    /// {@return what the caller can do now: one sentence without full stop}
    public String next() {
        return next;
    }

    /// The server said no, for good reason as far as it knows. What was asked did not happen.
    public static final class Refused extends CarapaceException {

        private final transient Problem problem;

        public Refused(Problem problem) {
            super(problem.toString(), problem.next(), null);
            this.problem = problem;
        }

        public Problem problem() {
            return problem;
        }
    }

    /// The server could not be reached, or did not answer in time.
    public static final class Unreachable extends CarapaceException {

        private final boolean maybeReceived;

        /// @param maybeReceived whether the request may have arrived all the same
        public Unreachable(String message, boolean maybeReceived, Throwable cause) {
            super(
                    message,
                    maybeReceived
                            ? "make the same call again: the same signed bytes are sent, and count"
                                    + " once"
                            : "check the address and that the server is running, then call again",
                    cause);
            this.maybeReceived = maybeReceived;
        }

        /// {@return whether the server may have received the request, and done what it asks}
        public boolean maybeReceived() {
            return maybeReceived;
        }
    }

    /// What the server showed does not hold: a signature, a hash, a receipt or its own key is
    /// wrong. Believe none of it, and tell its operator.
    public static final class Forged extends CarapaceException {

        public Forged(String message) {
            this(message, null);
        }

        public Forged(String message, @Nullable Throwable cause) {
            super(message, "believe none of it, and tell the server's operator", cause);
        }
    }

    /// The agent's own files are missing, damaged, in use or readable by others.
    public static final class Home extends CarapaceException {

        public Home(String message) {
            this(message, null);
        }

        public Home(String message, @Nullable Throwable cause) {
            super(message, "put the agent's home right, then call again", cause);
        }
    }
}
