package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Target;
import carapace.drills.UntilBreach;
import carapace.drills.Verdict;

/// One part of a drill by itself.
interface Part {

    void attack(Attempts attempts) throws Exception;

    static Verdict verdict(Target target, Part part) throws Exception {
        return drill(part).run(target);
    }

    /// {@return what the part finds until the first breach that says this}
    static Verdict untilBreach(Target target, Part part, String evidence) throws Exception {
        return UntilBreach.of(drill(part), target, evidence);
    }

    private static Drill drill(Part part) {
        return new Drill() {
            @Override
            public String name() {
                return "part-of-breach";
            }

            @Override
            public String claim() {
                return "One part holds.";
            }

            @Override
            public void attack(Target attacked, Attempts attempts) throws Exception {
                part.attack(attempts);
            }
        };
    }
}
