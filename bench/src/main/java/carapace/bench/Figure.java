package carapace.bench;

import carapace.bench.load.Contest;
import carapace.bench.load.Measured;
import carapace.bench.load.Meter;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One line of the report.
///
/// @param scenario its name, with what was compared where a scenario has several lines
/// @param rps requests per second, the median of the windows
/// @param p50Ms half of the requests took no longer, in milliseconds
/// @param errors answers other than 2xx, and broken connections, of both sides
/// @param floor what it is compared with; null for figures that stand alone
/// @param limits what the machine allows; empty members where it was not measured
/// @param memory while this was measured
/// @param targets none where nothing is judged
public record Figure(
        String scenario,
        int concurrency,
        double rps,
        double p50Ms,
        double p99Ms,
        long errors,
        @Nullable Floor floor,
        Limits limits,
        Memory memory,
        Meter.Cost cost,
        List<Target> targets) {

    public Figure {
        targets = List.copyOf(targets);
    }

    /// The other side of a comparison.
    ///
    /// @param ratio of the medians
    /// @param ratioLow the lowest ratio of two neighbouring windows
    /// @param ratioHigh the highest
    public record Floor(
            double rps,
            double p50Ms,
            double ratio,
            double ratioLow,
            double ratioHigh,
            Meter.Cost cost) {

        /// {@return the ratio that the processors would allow if they did nothing else: noise of
        /// the machine hardly touches it}
        double costRatio(Meter.Cost system) {
            return Figure.ratio(cost.total(), system.total());
        }
    }

    /// @param bareRps the same statements on bare JDBC
    /// @param signaturesRps nothing but the signatures of such a request
    public record Limits(@Nullable Double bareRps, @Nullable Double signaturesRps) {

        static final Limits NONE = new Limits(null, null);
    }

    /// @param serverMb of the server's process
    /// @param databaseMb of PostgreSQL
    public record Memory(double serverMb, double databaseMb) {}

    static Figure of(
            String scenario,
            int concurrency,
            Contest.Result system,
            Contest.Result floor,
            Limits limits,
            Memory memory) {
        var all = system.all();
        var ratios =
                IntStream.range(0, system.windows().size())
                        .mapToDouble(i ->
                                ratio(
                                        system.windows().get(i).perSecond(),
                                        floor.windows().get(i).perSecond()))
                        .summaryStatistics();
        return new Figure(
                scenario,
                concurrency,
                system.medianPerSecond(),
                all.p50Millis(),
                all.p99Millis(),
                all.errors() + floor.all().errors(),
                new Floor(
                        floor.medianPerSecond(),
                        floor.all().p50Millis(),
                        ratio(system.medianPerSecond(), floor.medianPerSecond()),
                        ratios.getMin(),
                        ratios.getMax(),
                        floor.costPerRequest()),
                limits,
                memory,
                system.costPerRequest(),
                List.of());
    }

    /// A figure without another side.
    static Figure alone(String scenario, int concurrency, Measured all, Memory memory) {
        return new Figure(
                scenario,
                concurrency,
                all.perSecond(),
                all.p50Millis(),
                all.p99Millis(),
                all.errors(),
                null,
                Limits.NONE,
                memory,
                new Meter.Cost(0, 0, 0),
                List.of());
    }

    /// The load generator against a server that does nothing.
    static Figure generator(int concurrency, Contest.Result result) {
        var all = result.all();
        return new Figure(
                "generator",
                concurrency,
                result.medianPerSecond(),
                all.p50Millis(),
                all.p99Millis(),
                all.errors(),
                null,
                Limits.NONE,
                new Memory(0, 0),
                result.costPerRequest(),
                List.of());
    }

    /// A figure that says nothing but how much memory there was.
    static Figure memory(String scenario, int concurrency, Memory memory) {
        return alone(scenario, concurrency, Measured.sum(List.of()), memory);
    }

    Figure with(List<Target> judged) {
        return new Figure(
                scenario,
                concurrency,
                rps,
                p50Ms,
                p99Ms,
                errors,
                floor,
                limits,
                memory,
                cost,
                judged);
    }

    /// {@return 0 where there is nothing to divide by}
    static double ratio(double value, double by) {
        return by == 0 ? 0 : value / by;
    }
}
