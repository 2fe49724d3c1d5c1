package carapace.server.access;

/// Whether something may be done.
public sealed interface Decision {

    record Permitted() implements Decision {}

    record Refused(Problem problem) implements Decision {}

    static Decision permitted() {
        return new Permitted();
    }

    static Decision refused(Problem problem) {
        return new Refused(problem);
    }

    /// Turns a refusal into the end of the request.
    ///
    /// @throws Refusal unless permitted
    default void orRefuse() {
        if (this instanceof Refused(var problem)) {
            throw new Refusal(problem);
        }
    }
}
