package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.record.RecordType;
import java.util.Arrays;
import java.util.Objects;
import java.util.TreeSet;

/// Each endpoint and each act by each kind of caller, on what is its own and what is not.
///
/// What must come out is written in one table, `scope.txt`. A try is one request; it got through
/// when the answer is another than the table's, or when something of another agent has changed.
public final class Scope implements Drill {

    private final ScopeTable table;

    public Scope() {
        this.table = ScopeTable.read();
    }

    @Override
    public String name() {
        return "scope";
    }

    @Override
    public String claim() {
        return "Each endpoint and act does for each caller what one table says, and no more.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        requireEveryType();
        var judge = new Judge(attempts);
        var cast = Cast.all(target);
        var bystander = Puppet.claimed(target, "bystander").handle();
        var gone = Objects.requireNonNull(cast.get("retired")).puppet().handle();
        var scene = new Scene(target, bystander, gone);
        new Requests(table.requests(), cast, scene, judge).attack();
        new Tokens(table.tokens(), cast, judge).attack();
        new Acts(target, table, cast, judge).attack(bystander);
    }

    /// A type of record that the table forgets would never be tried.
    private void requireEveryType() {
        var missing = new TreeSet<String>();
        Arrays.stream(RecordType.values()).map(RecordType::wireName).forEach(missing::add);
        table.acts().forEach(row -> missing.remove(row.first()));
        table.newcomers().forEach(row -> missing.remove(row.first()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the table has no row for " + missing);
        }
    }
}
