package carapace.cli;

import carapace.client.access.CarapaceException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonWriter;
import carapace.server.OperatorDesk;
import carapace.server.StartRefused;
import carapace.server.database.DatabaseUnavailable;
import carapace.server.ledger.audit.AuditReport;
import carapace.server.ledger.audit.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// The database against the records.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = {
            "Compares everything in the database with what agents have signed.",
            "On the server's own host only; the server may go on meanwhile."
        },
        footer = {
            "",
            "Example: carapace audit --data ~/.carapace",
            "Ends with 1 when anything differs: docs/audit.md says how to read a problem."
        })
final class AuditCommand implements Callable<Integer> {

    @Mixin private ServerOptionsMixin server = new ServerOptionsMixin();

    @Mixin private Output output = new Output();

    @Override
    public Integer call() {
        var report = audit();
        if (output.isJson()) {
            output.line(json(report).write());
        } else {
            show(report);
        }
        return report.isClean() ? ExitCode.OK : Main.CHECK_FAILED;
    }

    private AuditReport audit() {
        try {
            return OperatorDesk.audit(
                    server.data(), server.databaseUrl(), server.origin(), output::note);
        } catch (StartRefused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (DatabaseUnavailable e) {
            throw new CarapaceException.Unreachable(String.valueOf(e.getMessage()), false, e);
        }
    }

    private void show(AuditReport report) {
        report.problems()
                .forEach(problem ->
                        output.line(
                                "%s  %s  %s"
                                        .formatted(
                                                problem.table(),
                                                Printable.of(problem.key()),
                                                Printable.of(problem.problem()))));
        if (report.omitted() > 0) {
            output.line("and %,d more".formatted(report.omitted()));
        }
        output.line(
                "%,d rows, %,d problems"
                        .formatted(report.rows(), report.problems().size() + report.omitted()));
    }

    private static JsonWriter json(AuditReport report) {
        var document =
                new JsonWriter()
                        .number("rows", report.rows())
                        .value(
                                "problems",
                                new JsonArray(
                                        report.problems().stream()
                                                .map(AuditCommand::json)
                                                .toList()));
        return report.omitted() > 0 ? document.number("omitted", report.omitted()) : document;
    }

    private static JsonValue json(Problem problem) {
        return new JsonWriter()
                .text("table", problem.table())
                .text("key", problem.key())
                .text("problem", problem.problem())
                .object();
    }
}
