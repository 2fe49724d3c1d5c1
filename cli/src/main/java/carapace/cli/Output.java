package carapace.cli;

import carapace.client.agent.Sent;
import carapace.protocol.json.JsonWriter;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where answers go, and in which form.
final class Output {

    @Option(names = "--json", description = "one JSON document on standard output")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    boolean isJson() {
        return json;
    }

    void line(String text) {
        var out = out();
        out.println(text);
        out.flush();
    }

    /// Prints the JSON or the text, whichever was asked for.
    void answer(JsonWriter document, String text) {
        line(json ? document.write() : text);
    }

    /// What became of an act.
    void sent(Sent sent, String text) {
        var document =
                new JsonWriter()
                        .text("id", sent.id().value())
                        .number("seq", sent.seq())
                        .text("receipt", sent.receiptJws());
        answer(document, text);
    }

    /// Tells about progress, on standard error.
    void note(String text) {
        heard();
        var err = spec.commandLine().getErr();
        err.println(text);
        err.flush();
    }

    private void heard() {
        if (spec.root().userObject() instanceof Main main) {
            main.patience().end();
        }
    }

    private PrintWriter out() {
        heard();
        return spec.commandLine().getOut();
    }
}
