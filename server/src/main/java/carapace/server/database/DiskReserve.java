package carapace.server.database;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The room that is kept on the disk of an embedded PostgreSQL.
///
/// PostgreSQL refuses a statement that finds no room for a row, but stops when it finds none for
/// its log; then nothing can be read either, until somebody makes room. So acts are refused while
/// there still is some.
final class DiskReserve {

    /// Four segments of PostgreSQL's log: enough for what the server itself writes meanwhile.
    static final long BYTES = 64L * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

    private final FileStore disk;

    /// @param folder of the database
    DiskReserve(Path folder) throws IOException {
        this.disk = Files.getFileStore(folder);
    }

    /// @throws StorageFull when less than the reserve is free
    void require() {
        if (free() < BYTES) {
            throw new StorageFull("less than 64 MiB are free on the database's disk");
        }
    }

    private long free() {
        try {
            return disk.getUsableSpace();
        } catch (IOException e) {
            // PostgreSQL itself will say what is wrong with the disk.
            LOG.debug("cannot ask how much room there is", e);
            return Long.MAX_VALUE;
        }
    }
}
