package carapace.bench;

import carapace.bench.load.Meter;
import carapace.protocol.json.JsonValue.JsonString;
import carapace.protocol.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Figures as text for people and as JSON for scripts.
public final class Report {

    private static final String HEADINGS =
            String.format(
                    "%-27s %4s %7s %8s %8s %6s %7s %6s %10s %5s %5s %6s %7s %7s %5s  %s",
                    "scenario",
                    "conc",
                    "req/s",
                    "p50 ms",
                    "p99 ms",
                    "errors",
                    "floor",
                    "ratio",
                    "low–high",
                    "µs",
                    "floor",
                    "ratio",
                    "JDBC",
                    "signing",
                    "MB",
                    "target");

    private Report() {}

    public static String table(List<Figure> figures) {
        return Stream.concat(Stream.of(HEADINGS), figures.stream().map(Report::line))
                .collect(Collectors.joining("\n"));
    }

    static String line(Figure figure) {
        var floor = figure.floor();
        var spread =
                floor == null
                        ? ""
                        : "%s–%s".formatted(two(floor.ratioLow()), two(floor.ratioHigh()));
        return String.format(
                        "%-27s %4d %7s %8s %8s %6d %7s %6s %10s %5s %5s %6s %7s %7s %5.0f  %s",
                        figure.scenario(),
                        figure.concurrency(),
                        whole(figure.rps()),
                        two(figure.p50Ms()),
                        two(figure.p99Ms()),
                        figure.errors(),
                        floor == null ? "" : whole(floor.rps()),
                        floor == null ? "" : two(floor.ratio()),
                        spread,
                        whole(figure.cost().total()),
                        floor == null ? "" : whole(floor.cost().total()),
                        floor == null ? "" : two(floor.costRatio(figure.cost())),
                        whole(figure.limits().bareRps()),
                        whole(figure.limits().signaturesRps()),
                        figure.memory().serverMb(),
                        figure.targets().stream()
                                .map(Target::says)
                                .collect(Collectors.joining(", ")))
                .stripTrailing();
    }

    private static String whole(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.0f", value);
    }

    private static String two(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /// {@return one array; a member that does not apply is null}
    public static String json(List<Figure> figures) {
        return figures.stream().map(Report::object).collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(Figure figure) {
        var floor = figure.floor();
        return Stream.of(
                        member("scenario", text(figure.scenario())),
                        member("concurrency", Integer.toString(figure.concurrency())),
                        member("rps", number(figure.rps())),
                        member("p50Ms", number(figure.p50Ms())),
                        member("p99Ms", number(figure.p99Ms())),
                        member("errors", Long.toString(figure.errors())),
                        member("floorRps", floor == null ? "null" : number(floor.rps())),
                        member("ratio", floor == null ? "null" : number(floor.ratio())),
                        member("ratioLow", floor == null ? "null" : number(floor.ratioLow())),
                        member("ratioHigh", floor == null ? "null" : number(floor.ratioHigh())),
                        member("floorP50Ms", floor == null ? "null" : number(floor.p50Ms())),
                        member("jdbcRps", number(figure.limits().bareRps())),
                        member("signaturesRps", number(figure.limits().signaturesRps())),
                        member("serverMb", number(figure.memory().serverMb())),
                        member("databaseMb", number(figure.memory().databaseMb())),
                        member("cpuMicros", cost(figure.cost())),
                        member(
                                "cpuRatio",
                                floor == null ? "null" : number(floor.costRatio(figure.cost()))),
                        member("floorCpuMicros", floor == null ? "null" : cost(floor.cost())),
                        member("targets", targets(figure)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String cost(Meter.Cost cost) {
        return Stream.of(
                        member("server", number(cost.servers())),
                        member("database", number(cost.database())),
                        member("generator", number(cost.generator())))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String targets(Figure figure) {
        return figure.targets().stream()
                .map(target ->
                        "{%s,%s}"
                                .formatted(
                                        member("target", text(target.says())),
                                        member("met", Boolean.toString(target.met()))))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String member(String name, String value) {
        return text(name) + ":" + value;
    }

    private static String text(String value) {
        return JsonWriter.write(new JsonString(value));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "null" : number(value.doubleValue());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
