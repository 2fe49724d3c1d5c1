package carapace.cli;

import carapace.drills.Drill;
import carapace.drills.Target;
import carapace.drills.Verdict;
import carapace.drills.catalog.Drills;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Attacks a server.
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = "Runs the attacks that Carapace must survive, on a throw-away server.",
        footer = {
            "",
            "Example: carapace drill token-theft proof-replay",
            "         carapace drill --list"
        })
final class DrillCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "all of them by default")
    private List<String> names = List.of();

    @Option(names = "--list", description = "only say which there are")
    private boolean list;

    @Option(
            names = "--data",
            paramLabel = "D",
            description =
                    "with --server: that server's folder on this host, to approve the attackers")
    private java.nio.file.@Nullable Path data;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "attack this server by those drills that need only the outside")
    private @Nullable URI server;

    @Mixin private Output output = new Output();

    @Override
    public Integer call() throws Exception {
        var drills = names.isEmpty() ? Drills.all() : names.stream().map(Drills::named).toList();
        if (list) {
            drills.forEach(drill -> output.line("%-16s %s".formatted(drill.name(), drill.claim())));
            return ExitCode.OK;
        }
        var verdicts = server == null ? onThrowAway(drills) : fromOutside(drills, server);
        if (output.isJson()) {
            output.line(JsonWriter.write(json(verdicts)));
        }
        return verdicts.stream().allMatch(Verdict::held) ? ExitCode.OK : Main.CHECK_FAILED;
    }

    /// All on one server, but for those that leave it in ruins or need limits of their own.
    private List<Verdict> onThrowAway(List<Drill> drills) throws Exception {
        var verdicts = new ArrayList<Verdict>();
        var shared = new ArrayList<Drill>();
        for (var drill : drills) {
            if (drill.needsOwnTarget() || !drill.limits().isEmpty()) {
                verdicts.addAll(onThrowAway(List.of(drill), drill.limits()));
            } else {
                shared.add(drill);
            }
        }
        if (!shared.isEmpty()) {
            verdicts.addAll(onThrowAway(shared, Map.of()));
        }
        return verdicts;
    }

    private List<Verdict> onThrowAway(List<Drill> drills, Map<String, String> limits)
            throws Exception {
        output.note("starting a throw-away server …");
        try (var target = ThrowAwayServer.start(limits)) {
            return run(drills, target);
        }
    }

    private List<Verdict> fromOutside(List<Drill> drills, URI url) throws Exception {
        if (data == null) {
            throw new IllegalArgumentException(
                    "--server needs --data, since the attackers must be approved as agents");
        }
        var outside = drills.stream().filter(DrillCommand::canStayOutside).toList();
        return run(outside, new OutsideTarget(url, data));
    }

    private static boolean canStayOutside(Drill drill) {
        return !drill.needsInside() && drill.limits().isEmpty();
    }

    private List<Verdict> run(List<Drill> drills, Target target) throws Exception {
        var verdicts = new ArrayList<Verdict>();
        for (var drill : drills) {
            output.note("%s …".formatted(drill.name()));
            var verdict = drill.run(target);
            verdicts.add(verdict);
            if (!output.isJson()) {
                show(verdict);
            }
        }
        return verdicts;
    }

    private void show(Verdict verdict) {
        output.line(
                "%-7s %-16s %5d tried, %d got through  %s"
                        .formatted(
                                verdict.held() ? "held" : "BROKEN",
                                verdict.name(),
                                verdict.attempts(),
                                verdict.succeeded(),
                                verdict.claim()));
        if (!verdict.held()) {
            verdict.evidence().forEach(line -> output.line("        " + line));
        }
    }

    private static JsonArray json(List<Verdict> verdicts) {
        return new JsonArray(
                verdicts.stream()
                        .map(verdict ->
                                (JsonValue)
                                        new JsonWriter()
                                                .text("name", verdict.name())
                                                .text("claim", verdict.claim())
                                                .number("attempts", verdict.attempts())
                                                .number("succeeded", verdict.succeeded())
                                                .texts("evidence", verdict.evidence())
                                                .flag("held", verdict.held())
                                                .object())
                        .toList());
    }
}
