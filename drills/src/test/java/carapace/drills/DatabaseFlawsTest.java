package carapace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.drills.abuse.Flood;
import carapace.drills.access.Enumeration;
import carapace.drills.access.ProofReplay;
import carapace.drills.forgery.KeyFork;
import carapace.drills.forgery.VoteRace;
import carapace.drills.injection.SqlInjection;
import carapace.drills.theft.RowSecurity;
import carapace.server.DrillTarget;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Flaws of the database, planted in a running server one after the other and taken out again. Each
/// is found by the drill that looks for it.
class DatabaseFlawsTest {

    @TempDir private static Path folder;
    private static DrillTarget target;

    /// @param plant statement that makes the flaw
    /// @param undo statement that takes it out; for a function the one that made it
    /// @param evidence part of what the drill must say
    record Flaw(String name, Drill drill, String plant, String undo, String evidence) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        target = DrillTarget.start(folder);
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    static Stream<Flaw> flaws() throws SQLException {
        var spend = definition("context.spend(bytea, timestamptz)");
        var evidence = definition("ledger.keep_evidence(bytea, bigint, text)");
        var vote = definition("votes.set_vote(bytea, smallint, timestamptz)");
        var caller = definition("context.caller()");
        var budget = definition("owners.spend(integer, bigint)");
        var deleted = " and p.deleted_at is null";
        return Stream.of(
                new Flaw(
                        "assertions are not remembered",
                        new ProofReplay(),
                        emptied(spend),
                        spend,
                        "assertion again"),
                new Flaw(
                        "forks are refused and forgotten",
                        new KeyFork(),
                        emptied(evidence),
                        evidence,
                        "without evidence"),
                new Flaw(
                        "a deleted post stays",
                        new Enumeration(),
                        """
                        create function posts.flaw() returns trigger language plpgsql as $$
                        begin
                            return null;
                        end
                        $$;
                        create trigger flaw before delete on posts.bodies
                            for each row execute function posts.flaw()
                        """,
                        "drop function posts.flaw() cascade",
                        "a deleted text"),
                new Flaw(
                        "acts cost nothing",
                        new Flood(),
                        changed(budget, "if acts < 1 or", "if acts > 0 then return 0; end if; if"),
                        budget,
                        "many at once"),
                new Flaw(
                        "a vote counts each time it is set",
                        new VoteRace(),
                        changed(vote, " - (before = 1)::integer", ""),
                        vote,
                        "votes"),
                new Flaw(
                        "a vote counts on what was deleted",
                        new VoteRace(),
                        changed(vote, deleted, ""),
                        vote,
                        "on what was deleted"),
                new Flaw(
                        "a context is believed without its MAC",
                        new RowSecurity(),
                        changed(
                                caller,
                                "when left(entered, 64) = encode(",
                                "when left(entered, 64) <> '' or '' = encode("),
                        caller,
                        "with a forged context"),
                new Flaw(
                        "a view that reads with its owner's rights",
                        new RowSecurity(),
                        "create view agents.directory as select * from agents.authority;"
                                + " grant select on agents.directory to carapace_app",
                        "drop view agents.directory",
                        "agents.directory"),
                new Flaw(
                        "a title becomes SQL",
                        new SqlInjection(),
                        """
                        create function posts.flaw() returns trigger language plpgsql as $$
                        begin
                            execute 'select ''' || new.title || '''';
                            return new;
                        end
                        $$;
                        create trigger flaw before insert on posts.bodies
                            for each row execute function posts.flaw()
                        """,
                        "drop function posts.flaw() cascade",
                        "body of post.create"),
                new Flaw(
                        "a table without row security",
                        new RowSecurity(),
                        "alter table agents.authority disable row level security",
                        "alter table agents.authority enable row level security",
                        "agents.authority"),
                new Flaw(
                        "a policy that shows every row",
                        new SqlInjection(),
                        "create policy flaw on ledger.evidence for select to carapace_app"
                                + " using ((select context.caller()) is not null)",
                        "drop policy flaw on ledger.evidence",
                        "ledger.evidence"));
    }

    private static String definition(String function) throws SQLException {
        try (var superuser = target.superuser();
                var ask =
                        superuser.prepareStatement("select pg_get_functiondef(?::regprocedure)")) {
            ask.setString(1, function);
            try (var rows = ask.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /// {@return the function doing nothing}
    private static String emptied(String definition) {
        var body = definition.indexOf("AS $function$");
        return definition.substring(0, body).replaceFirst("LANGUAGE \\w+", "LANGUAGE sql")
                + "AS $function$ select null::void $function$";
    }

    private static String changed(String definition, String from, String to) {
        assertThat(definition).contains(from);
        return definition.replace(from, to);
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void isFound(Flaw flaw) throws Exception {
        run(flaw.plant());
        try {
            var verdict = UntilBreach.of(flaw.drill(), target, flaw.evidence());

            assertThat(verdict.held()).as("%s", verdict).isFalse();
            assertThat(verdict.evidence())
                    .anySatisfy(line -> assertThat(line).contains(flaw.evidence()));
        } finally {
            run(flaw.undo());
        }
    }

    private static void run(String sql) throws SQLException {
        try (var superuser = target.superuser();
                var statement = superuser.createStatement()) {
            statement.execute(sql);
        }
    }
}
