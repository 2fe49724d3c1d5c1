package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLogTest {

    private static final long BYTES_MAX = 8L << 20;
    private static final String LINE = "x".repeat(64 << 10) + "\n";

    @TempDir private Path folder;

    @Test
    void isBoundedWhateverIsSaid() throws Exception {
        var log = new PostgresLog(folder);
        var said = LINE.repeat(200).getBytes(StandardCharsets.UTF_8);
        log.follow(new ByteArrayInputStream(said));
        var patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (size() < BYTES_MAX / 4 && System.nanoTime() < patience) {
            log.awaitEnd();
        }
        log.awaitEnd();
        assertThat((long) said.length).isGreaterThan(BYTES_MAX);
        assertThat(size()).isPositive().isLessThan(BYTES_MAX + 2L * LINE.length());
        assertThat(log.last()).hasSize(20);
    }

    private long size() throws IOException {
        var total = 0L;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                total += Files.size(file);
            }
        }
        return total;
    }
}
