package carapace.server;

import carapace.server.access.Reader;
import carapace.server.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// The flaw that every reviewer looks for, planted: what the client sends becomes SQL.
@RestController
class InjectableEndpoints {

    static final String PATH = "/planted";

    private static final int ROWS_MAX = 1_000;

    private final Database database;

    InjectableEndpoints(Database database) {
        this.database = database;
    }

    /// @param rows the first column, empty for null
    record RowsJson(List<String> rows) {}

    @PostMapping(PATH)
    RowsJson rows(Reader reader, @RequestBody byte[] body) {
        var sql = "/* planted */ " + new String(body, StandardCharsets.UTF_8);
        var rows =
                database.list(
                        reader.database(),
                        sql,
                        row -> Objects.requireNonNullElse(row.stringOrNull(1), ""));
        return new RowsJson(rows.stream().limit(ROWS_MAX).toList());
    }
}
