package carapace.server.database;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    /// The floor has no context to set and nothing to reset, so it sends the rest.
    @Test
    void spendsAsTheServerDoes() {
        Floor.assertCopied(
                "spend",
                Statements.SPEND
                        .replace("reset all;\n", "")
                        .replace("set_config('carapace.context', ?, true), ", "")
                        .replace(";", ""));
    }
}
