package carapace.drills;

/// A drill that ends as soon as it has found the flaw that a test planted: what would come after it
/// tells nothing more.
public final class UntilBreach extends Attempts {

    private final String evidence;
    private boolean found;

    private UntilBreach(String evidence) {
        this.evidence = evidence;
    }

    /// Ends the attack. Thrown at each later try too, in whatever thread it is made.
    private static final class Found extends RuntimeException {

        private static final long serialVersionUID = 1;

        Found(String breach) {
            super(breach, null, false, false);
        }
    }

    /// @param evidence part of the breach to stop at
    /// @return the verdict on what was tried until then; on all of it when there is no such breach
    public static Verdict of(Drill drill, Target target, String evidence) throws Exception {
        var attempts = new UntilBreach(evidence);
        try {
            drill.attack(target, attempts);
        } catch (Exception e) {
            // What a stopped attack leaves behind may fail in other ways than Found.
            if (!attempts.hasFound()) {
                throw e;
            }
        }
        return attempts.verdict(drill);
    }

    private synchronized boolean hasFound() {
        return found;
    }

    @Override
    public synchronized void tried(String kind, boolean gotThrough, String detail) {
        if (!found) {
            super.tried(kind, gotThrough, detail);
            found = gotThrough && (kind + ": " + detail).contains(evidence);
        }
        if (found) {
            throw new Found(evidence);
        }
    }
}
