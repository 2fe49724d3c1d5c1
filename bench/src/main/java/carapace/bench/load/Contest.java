package carapace.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures contestants in turns, in many short windows, so that whatever else the machine does
/// falls on all of them alike.
///
/// @param window of one contestant
/// @param rounds windows of each contestant
/// @param meter looked at before and after each window
public record Contest(Duration window, int rounds, Meter meter) {

    /// Windows of each contestant that nobody counts.
    private static final int WARM_UPS = 2;

    /// A window is measured again so often when what was prepared did not last.
    private static final int REPEATS_MAX = 3;

    private static final int FIRST_GUESS_PER_SECOND = 3_000;
    private static final int SPARE_PER_CONNECTION = 8;
    private static final double MARGIN = 1.5;

    /// All windows of one contestant, in their order, and what they cost.
    public record Result(List<Measured> windows, List<Meter.Cost> costs) {

        public Result {
            windows = List.copyOf(windows);
            costs = List.copyOf(costs);
        }

        public Measured all() {
            return Measured.sum(windows);
        }

        public double medianPerSecond() {
            return median(windows.stream().map(Measured::perSecond).toList());
        }

        /// {@return the median over all windows of the latency at which half were answered}
        public double medianP50Millis() {
            return median(windows.stream().map(Measured::p50Millis).toList());
        }

        /// {@return processor time for each request, in microseconds}
        public Meter.Cost costPerRequest() {
            return Meter.Cost.sum(costs).perRequest(all().requests());
        }
    }

    /// @return a result for each contestant, in their order
    public List<Result> run(int concurrency, List<? extends Contestant> contestants)
            throws Exception {
        var perSecond = new double[contestants.size()];
        for (var i = 0; i < contestants.size(); i++) {
            perSecond[i] = warmUp(concurrency, contestants.get(i));
        }
        var windows = new ArrayList<List<Measured>>();
        var costs = new ArrayList<List<Meter.Cost>>();
        for (var _ : contestants) {
            windows.add(new ArrayList<>());
            costs.add(new ArrayList<>());
        }
        for (var round = 0; round < rounds; round++) {
            for (var turn = 0; turn < contestants.size(); turn++) {
                // There and back, so that none always runs right after the same other one.
                var i = round % 2 == 0 ? turn : contestants.size() - 1 - turn;
                var measured = measure(concurrency, contestants.get(i), perSecond[i]);
                perSecond[i] = Math.max(perSecond[i], measured.of().perSecond());
                windows.get(i).add(measured.of());
                costs.get(i).add(measured.cost());
            }
        }
        var results = new ArrayList<Result>();
        for (var i = 0; i < contestants.size(); i++) {
            results.add(new Result(windows.get(i), costs.get(i)));
        }
        return results;
    }

    private double warmUp(int concurrency, Contestant contestant) throws Exception {
        double perSecond = FIRST_GUESS_PER_SECOND;
        for (var i = 0; i < WARM_UPS; i++) {
            contestant.prepare(needed(concurrency, perSecond));
            perSecond = contestant.window(concurrency, window).perSecond();
        }
        return perSecond;
    }

    private record Window(Measured of, Meter.Cost cost) {}

    private Window measure(int concurrency, Contestant contestant, double perSecond)
            throws Exception {
        var expected = perSecond;
        for (var repeat = 0; ; repeat++) {
            contestant.prepare(needed(concurrency, expected));
            var before = meter.read();
            var measured = contestant.window(concurrency, window);
            var cost = meter.read().minus(before);
            if (!measured.exhausted() || repeat == REPEATS_MAX) {
                return new Window(measured, cost);
            }
            expected = 2 * Math.max(expected, measured.perSecond());
        }
    }

    private int needed(int concurrency, double perSecond) {
        var expected = perSecond * window.toNanos() / 1e9 * MARGIN;
        return (int) Math.ceil(expected) + concurrency * SPARE_PER_CONNECTION;
    }

    /// {@return the middle of these; the mean of the two middle ones of an even number}
    public static double median(List<Double> values) {
        if (values.isEmpty()) {
            return 0;
        }
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
