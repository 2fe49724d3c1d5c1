package carapace.server;

import carapace.drills.Inside;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.database.Caller;
import carapace.server.database.Conflict;
import carapace.server.database.Database;
import carapace.server.database.DatabaseUnavailable;
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
        try {
            return run(reader.database(), new String(body, StandardCharsets.UTF_8));
        } catch (IllegalStateException | DatabaseUnavailable | Conflict refused) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because("the statement was refused"));
        }
    }

    private RowsJson run(Caller caller, String statement) {
        var sql = "/* planted */ " + statement;
        if (!Inside.answersRows(statement)) {
            var changed = database.<Integer>transact(caller, tx -> tx.update(sql));
            return new RowsJson(List.of(changed.toString()));
        }
        var rows =
                database.list(
                        caller, sql, row -> Objects.requireNonNullElse(row.stringOrNull(1), ""));
        return new RowsJson(rows.stream().limit(ROWS_MAX).toList());
    }
}
