package carapace.rules;

import static carapace.rules.Production.any;
import static carapace.rules.Production.call;
import static carapace.rules.Production.module;
import static carapace.rules.Production.use;
import static carapace.rules.Production.usePackages;
import static com.tngtech.archunit.base.DescribedPredicate.not;

import carapace.rules.planted.server.Sql;
import carapace.rules.planted.server.database.Inside;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.Stream;

/// Who speaks JDBC, and where SQL stands.
class DatabaseAccessTest implements Ruled {

    private static final int OTHERS_MIN = 200;

    private static final DescribedPredicate<JavaClass> SQL_IS_AT_HOME =
            Predicates.simpleNameEndingWith("Queries")
                    .or(Predicates.simpleNameEndingWith("Projection"))
                    .or(Predicates.resideInAPackage("..server.database"));

    @Override
    public Stream<Rule> rules() {
        return Stream.of(jdbc(), boundStatements(), homeOfSql());
    }

    private static Rule jdbc() {
        return Rule.no(
                        "only database speaks JDBC",
                        usePackages(
                                "java.sql..",
                                "javax.sql..",
                                "org.postgresql..",
                                "com.zaxxer.hikari..",
                                "org.flywaydb.."),
                        "a connection that database did not open has no context, and whoever"
                                + " holds one could set another's: use Database or Tx")
                .among(Production.network(), Production.NETWORK_CLASSES_MIN)
                .except("carapace.server.database..", "this is database")
                .except("carapace.cli.ThrowAwayServer", "hands connections to the drills")
                .except("carapace.cli.InjectionPoint", "answers the drills as a connection would")
                .except("carapace.cli.floor..", "measures what is left when nobody guards anything")
                .except("carapace.cli.BenchSite", "hands connections to the bench")
                .brokenBy(Sql.SpeaksJdbc.class, Sql.TakesDataSource.class)
                .keptBy(Sql.NoteQueries.class);
    }

    private static Rule boundStatements() {
        return Rule.no(
                        "the server prepares every statement",
                        any(
                                use(Predicates.equivalentTo(Statement.class)),
                                call(Connection.class, "createStatement")),
                        "values are bound, never pasted into a text")
                .among(module("server"), Production.SERVER_CLASSES_MIN)
                .brokenBy(Sql.CreatesStatement.class, Inside.class)
                .keptBy(Sql.Prepares.class);
    }

    private static Rule homeOfSql() {
        return Rule.no(
                        "only Queries and Projections run SQL",
                        any(
                                call(Database.class, "list", "one"),
                                call(Tx.class, "list", "one", "update")),
                        "a reader finds all SQL that reads in …Queries, all that writes in"
                                + " …Projection")
                .among(module("server").and(not(SQL_IS_AT_HOME)), OTHERS_MIN)
                .except(
                        "carapace.server.owners.Budgets",
                        "one statement that counts and decides at once is what it is")
                .except(
                        "carapace.server.agents.AuthorityGate",
                        "one statement that asks whether a name may be another agent's")
                .except(
                        "carapace.server.agents.AuthorityRows",
                        "a sealed row is read and written at one place, where its seal is checked")
                .except(
                        "carapace.server.ledger.OutboxRelay",
                        "its one statement forgets what it has relayed")
                .except(
                        "carapace.server.ledger.Followers",
                        "its two statements are a follower's turn, committed with what it did")
                .except(
                        "carapace.server.posts.RankFold",
                        "its one statement neither reads for anybody nor projects a record")
                .brokenBy(Sql.NoteEndpoints.class)
                .keptBy(Sql.NoteQueries.class, Sql.NoteProjection.class, Sql.TransactsOnly.class);
    }
}
