package carapace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the figures should reach on two cores, with the full scale seeded.
///
/// @param judged whether the scale is the one for which the targets were set; errors count at any
record Judge(boolean judged) {

    static final String ROW_SECURITY_READ = "row-security-read:";
    static final String ROW_SECURITY_WRITE = "row-security-write:";
    static final String UNDER_LOAD = "under-load";

    private static final double SIGNED_READ = 0.6;
    private static final double SIGNED_WRITE = 0.5;
    private static final double GUARDED_READ = 0.85;
    private static final double GUARDED_WRITE = 0.9;
    private static final double ONE_POST = 0.9;
    private static final double PUBLIC_PAGE = 0.5;
    private static final double HOME = 3;
    private static final double MILLION_POSTS = 1.2;
    private static final double START_MILLIS = 2_000;
    private static final double REST_MEGABYTES = 300;
    private static final double LOAD_MEGABYTES = 450;

    Figure judged(Scenario scenario, Figure figure) {
        var targets = new ArrayList<Target>();
        if (judged) {
            targets.addAll(targets(scenario, figure));
        }
        targets.add(Target.atMost("errors", 0, (double) figure.errors()));
        return figure.with(targets);
    }

    private static List<Target> targets(Scenario scenario, Figure figure) {
        return switch (scenario) {
            case HOT_FEED, NEW_FEED, THREAD -> at16(figure, SIGNED_READ);
            case POST, COMMENT, VOTE -> at16(figure, SIGNED_WRITE);
            case TOKEN, TOP, NOTIFICATIONS -> List.of();
            case HOME -> List.of(Target.atMost("p50 ratio", HOME, p50(figure)));
            case ROW_SECURITY ->
                    figure.scenario().startsWith(ROW_SECURITY_READ)
                            ? at16(figure, GUARDED_READ)
                            : at16(figure, GUARDED_WRITE);
            case ONE_POST -> at16(figure, ONE_POST);
            case PUBLIC_PAGE -> at16(figure, PUBLIC_PAGE);
            case MILLION_POSTS -> List.of(Target.atMost("p50 ratio", MILLION_POSTS, p50(figure)));
            case START ->
                    List.of(
                            Target.atMost("ms", START_MILLIS, figure.p50Ms()),
                            Target.atMost("MB", REST_MEGABYTES, figure.memory().serverMb()));
        };
    }

    private static List<Target> at16(Figure figure, double limit) {
        var floor = figure.floor();
        return figure.concurrency() != Plan.JUDGED_CONCURRENCY || floor == null
                ? List.of()
                : List.of(Target.atLeast("ratio", limit, floor.ratio()));
    }

    private static double p50(Figure figure) {
        var floor = figure.floor();
        return floor == null ? Double.MAX_VALUE : Figure.ratio(figure.p50Ms(), floor.p50Ms());
    }

    /// {@return the most memory that any figure saw, unless only the start was measured}
    Optional<Figure> underLoad(List<Figure> figures) {
        return figures.stream()
                .filter(figure -> figure.floor() != null)
                .max((a, b) -> Double.compare(a.memory().serverMb(), b.memory().serverMb()))
                .map(most -> {
                    var memory = most.memory();
                    var target = Target.atMost("MB", LOAD_MEGABYTES, memory.serverMb());
                    return Figure.memory(UNDER_LOAD, most.concurrency(), memory)
                            .with(judged ? List.of(target) : List.of());
                });
    }
}
