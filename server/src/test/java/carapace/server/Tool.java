package carapace.server;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A program of the system that some tests need and the build does not bring.
///
/// Where it is missing these tests are skipped and say what to install. Where everything must be
/// tested, as in CI, `CARAPACE_TOOLS=required` makes them fail instead.
public enum Tool {
    CHROMIUM(Path.of("/usr/bin/chromium"), "chromium"),
    POSTGRESQL_15(Path.of("/usr/lib/postgresql/15/bin/postgres"), "postgresql-15");

    private final Path program;
    private final String debianPackage;

    Tool(Path program, String debianPackage) {
        this.program = program;
        this.debianPackage = debianPackage;
    }

    public Path program() {
        return program;
    }

    /// Skips the test unless the program is here. For whole classes there is [Needs].
    ///
    /// @throws AssertionError when it is missing where it is required
    public void need() {
        var missing = missing();
        assumeFalse(missing.isPresent(), missing.orElse(""));
    }

    /// {@return what to say when it is missing}
    ///
    /// @throws AssertionError when it is missing where it is required
    Optional<String> missing() {
        return missing(program, debianPackage, System.getenv());
    }

    static Optional<String> missing(
            Path program, String debianPackage, Map<String, String> environment) {
        if (Files.isExecutable(program)) {
            return Optional.empty();
        }
        var missing = "%s is missing: apt install %s".formatted(program, debianPackage);
        refuseWhereRequired(missing, environment);
        return Optional.of(missing);
    }

    /// Skips the test unless the machine lets it do what it needs, as [#need()] does without a
    /// program.
    ///
    /// @throws AssertionError when it does not where everything is required
    static void need(boolean here, String otherwise) {
        need(here, otherwise, System.getenv());
    }

    static void need(boolean here, String otherwise, Map<String, String> environment) {
        if (!here) {
            refuseWhereRequired(otherwise, environment);
        }
        assumeTrue(here, otherwise);
    }

    private static void refuseWhereRequired(String missing, Map<String, String> environment) {
        if ("required".equals(environment.get("CARAPACE_TOOLS"))) {
            throw new AssertionError(missing + " (CARAPACE_TOOLS=required)");
        }
    }
}
