package carapace.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which server on this host is meant.
final class ServerOptionsMixin {

    @Option(
            names = "--data",
            paramLabel = "D",
            description = "the server's folder (default: ~/.carapace)")
    private Path data = Path.of(System.getProperty("user.home"), ".carapace");

    @Option(
            names = "--database-url",
            paramLabel = "U",
            description =
                    "an external PostgreSQL (15 or newer) instead of the embedded one:"
                            + " jdbc:postgresql://HOST/NAME?user=…&password=…")
    private @Nullable URI databaseUrl;

    @Option(names = "--origin", paramLabel = "NAME", description = "the server's name in records")
    private @Nullable String origin;

    Path data() {
        return data;
    }

    Optional<URI> databaseUrl() {
        return Optional.ofNullable(databaseUrl);
    }

    Optional<String> origin() {
        return Optional.ofNullable(origin);
    }
}
