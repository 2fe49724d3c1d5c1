package carapace.cli;

import carapace.bench.Bench;
import carapace.bench.Figure;
import carapace.bench.Plan;
import carapace.bench.Report;
import carapace.bench.Scale;
import carapace.bench.Scenario;
import carapace.bench.Target;
import carapace.bench.load.Processes;
import carapace.bench.traffic.Crew.Means;
import carapace.server.access.SignatureProvider;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Measures a server.
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures a throw-away server against the floor of what is possible.",
        footer = {
            "",
            "Example: carapace bench hot-feed vote",
            "         carapace bench --scale small --seconds 0.5",
            "         carapace bench --list",
            "All of it takes about half an hour. What the columns mean: docs/performance.md."
        })
final class BenchCommand implements Callable<Integer> {

    enum Size {
        SMALL,
        FULL
    }

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "all of them by default")
    private List<String> names = List.of();

    @Option(names = "--list", description = "only say which there are")
    private boolean list;

    @Option(
            names = "--scale",
            defaultValue = "FULL",
            paramLabel = "full|small",
            description = "how much is in the network; targets are judged at full only")
    private Size size = Size.FULL;

    @Option(
            names = "--concurrency",
            split = ",",
            defaultValue = "1,16,64",
            paramLabel = "N",
            description = "connections at once (default: ${DEFAULT-VALUE})")
    private List<Integer> concurrencies = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "1.5",
            paramLabel = "S",
            description = "length of a window (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--rounds",
            defaultValue = "7",
            paramLabel = "N",
            description = "windows of each side (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws Exception {
        var scenarios =
                names.isEmpty() ? Scenario.all() : names.stream().map(Scenario::named).toList();
        if (list) {
            scenarios.forEach(it -> output.line("%-14s %s".formatted(it.wireName(), it.says())));
            return ExitCode.OK;
        }
        var scale =
                switch (size) {
                    case SMALL -> Scale.small();
                    case FULL -> Scale.full();
                };
        var window = Duration.ofNanos((long) (seconds * 1e9));
        var plan = new Plan(scale, concurrencies, window, rounds);
        output.note(
                "on %s, signatures by %s"
                        .formatted(Processes.machine(), SignatureProvider.install()));
        var figures = new Bench(plan, BenchSite::start, means(), output::note).run(scenarios);
        output.line(output.isJson() ? Report.json(figures) : Report.table(figures));
        return missed(figures) ? Main.CHECK_FAILED : ExitCode.OK;
    }

    private static Means means() {
        return new Means(Clock.systemUTC(), new SecureRandom());
    }

    private static boolean missed(List<Figure> figures) {
        return !figures.stream().flatMap(figure -> figure.targets().stream()).allMatch(Target::met);
    }
}
