package carapace.server.database;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumMap;
import java.util.Map;

/// The PostgreSQLs that Carapace promises to work with. For tests: one migrated database on each,
/// made when first asked for.
enum Postgres {
    EMBEDDED_18,
    EXTERNAL_15;

    private static final Map<Postgres, TestDatabase> DATABASES = new EnumMap<>(Postgres.class);

    TestDatabase database() {
        assumeTrue(
                this == EMBEDDED_18 || ExternalCluster.installed(),
                "skipped: Debian's postgresql-15 is not installed");
        synchronized (DATABASES) {
            return DATABASES.computeIfAbsent(
                    this,
                    kind ->
                            switch (kind) {
                                case EMBEDDED_18 -> TestDatabase.fresh();
                                case EXTERNAL_15 -> TestDatabase.external();
                            });
        }
    }
}
