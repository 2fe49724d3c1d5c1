package carapace.server.access;

/// Ends a request with a problem. For the HTTP edge only: inside, a refusal is a [Decision].
public final class Refusal extends RuntimeException {

    private final transient Problem problem;

    public Refusal(Problem problem) {
        // An expected answer, not a fault: no cause and no stack trace.
        super(problem.type().wireName(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
