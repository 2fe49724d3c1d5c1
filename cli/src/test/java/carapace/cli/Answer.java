package carapace.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;

/// What a command answered.
///
/// @param out its standard output
/// @param err its standard error
record Answer(int exit, String out, String err) {

    /// Runs the command in this process.
    static Answer to(List<String> words) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exit =
                Main.commandLine(Duration.ofMinutes(1))
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(words.toArray(String[]::new));
        return new Answer(exit, out.toString(), err.toString());
    }

    static Answer to(String... words) {
        return to(List.of(words));
    }

    String all() {
        return out + err;
    }
}
