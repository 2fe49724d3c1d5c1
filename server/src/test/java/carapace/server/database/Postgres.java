package carapace.server.database;

import carapace.server.Tool;
import java.util.EnumMap;
import java.util.Map;

/// The PostgreSQLs that Carapace promises to work with. For tests: one migrated database on each,
/// made when first asked for.
enum Postgres {
    EMBEDDED_18,
    EXTERNAL_15;

    private static final Map<Postgres, TestDatabase> DATABASES = new EnumMap<>(Postgres.class);

    TestDatabase database() {
        if (this == EXTERNAL_15) {
            Tool.POSTGRESQL_15.need();
        }
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
