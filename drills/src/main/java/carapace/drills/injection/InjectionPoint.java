package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.ForeignCall;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Schema;
import carapace.drills.Target;
import carapace.drills.Victim;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// The server builds SQL from a text after all: what does the attacker read, change or hold up of
/// others then?
final class InjectionPoint {

    private static final String REFUSED = "refused";
    private static final Duration SLEEP_MAX = Duration.ofSeconds(15);
    private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

    /// More than there are pooled connections.
    private static final int CALLS = 40;

    private static final int PARALLEL = 20;

    /// What every agent may do about others, or say of itself; counts are compared instead.
    private static final Set<String> RIGHTS =
            Set.of("ledger.keep_evidence", "posts.add_comment", "votes.set_vote");

    private static final List<String> MISCOUNTED =
            List.of(
                    """
                    select count(*) from posts.ranks r where
                        r.ups <> (select count(*) from votes.votes v
                            where v.target = r.id and v.value = 1)
                        or r.downs <> (select count(*) from votes.votes v
                            where v.target = r.id and v.value = -1)
                        or r.comments <> (select count(*) from posts.comments c
                            where c.post = r.id and c.deleted_at is null)
                    """,
                    """
                    select count(*) from posts.comments c where
                        c.ups <> (select count(*) from votes.votes v
                            where v.target = c.id and v.value = 1)
                        or c.downs <> (select count(*) from votes.votes v
                            where v.target = c.id and v.value = -1)
                    """);

    private final Target target;
    private final Inside inside;
    private final Connection superuser;
    private final Puppet attacker;
    private final Victim victim;
    private final InjectedStatements statements;
    private final Attempts attempts;

    private InjectionPoint(
            Target target,
            Inside inside,
            Connection superuser,
            Puppet attacker,
            Victim victim,
            InjectedStatements statements,
            Attempts attempts) {
        this.target = target;
        this.inside = inside;
        this.superuser = superuser;
        this.attacker = attacker;
        this.victim = victim;
        this.statements = statements;
        this.attempts = attempts;
    }

    static void attack(Target target, Inside inside, Attempts attempts) throws Exception {
        var attacker = Puppet.claimed(target, "injector");
        var victim = Victim.prepare(target, attacker.handle());
        try (var superuser = inside.superuser();
                var threads = Executors.newSingleThreadExecutor()) {
            victim.settle(superuser);
            var statements = new InjectedStatements(attacker.handle(), victim);
            var point =
                    new InjectionPoint(
                            target, inside, superuser, attacker, victim, statements, attempts);
            var sleeping = threads.submit(point::sleeps);
            point.reads();
            point.asks();
            point.breaksOut();
            point.writes();
            point.calls();
            point.counts();
            point.erases();
            sleeping.get();
            point.notifies();
            point.leaves();
        }
    }

    /// {@return the rows, or why there are none}
    private List<String> run(Optional<Puppet> sender, String sql) {
        try {
            return inside.injected(sender, sql);
        } catch (SQLException refused) {
            return List.of(REFUSED);
        }
    }

    private void reads() throws SQLException {
        var secrets = secrets();
        for (var sender : List.of(Optional.of(attacker), Optional.<Puppet>empty())) {
            for (var sql : statements.reading()) {
                var told =
                        run(sender, sql).stream()
                                .filter(row -> secrets.stream().anyMatch(row::contains))
                                .toList();
                attempts.tried("reading", !told.isEmpty(), sql + ": " + told);
            }
        }
    }

    /// What nobody but the victim, or nobody at all, may read.
    private List<String> secrets() throws SQLException {
        var secrets = new ArrayList<>(victim.belongings(superuser).secrets());
        for (var sql :
                List.of(
                        "select claim from agents.authority",
                        "select encode(seal, 'hex') from agents.authority",
                        "select jws from ledger.evidence",
                        "select encode(inner_pad, 'hex') from context.keys",
                        "select rolpassword from pg_authid where rolpassword is not null")) {
            try (var statement = superuser.createStatement();
                    var rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    secrets.add(rows.getString(1));
                }
            }
        }
        // The attacker may read its own.
        secrets.removeAll(run(Optional.of(attacker), "select claim from agents.authority"));
        secrets.removeAll(
                run(Optional.of(attacker), "select encode(seal, 'hex') from agents.authority"));
        return secrets;
    }

    private void asks() {
        for (var sql : statements.oracles()) {
            var answer = run(Optional.of(attacker), sql);
            attempts.tried("asking by a failure", answer.contains(REFUSED), sql);
        }
        var forked = run(Optional.of(attacker), InjectedStatements.plan(victim.handle().value()));
        var nobody = run(Optional.of(attacker), InjectedStatements.plan("nobody"));
        attempts.tried(
                "asking EXPLAIN",
                !named(forked).equals(named(nobody)),
                "%s against %s".formatted(forked, nobody));
    }

    private String named(List<String> plan) {
        return String.join("\n", plan).replace(victim.handle().value(), "nobody");
    }

    private void breaksOut() {
        for (var sender : List.of(Optional.of(attacker), Optional.<Puppet>empty())) {
            for (var sql : statements.forbidden()) {
                var answer = run(sender, sql);
                attempts.tried("breaking out", !answer.contains(REFUSED), sql + ": " + answer);
            }
        }
    }

    private void writes() throws SQLException {
        for (var sql : statements.writing()) {
            unchanged("writing", sql, () -> run(Optional.of(attacker), sql));
        }
    }

    private void calls() throws SQLException {
        for (var function : Schema.functions(superuser, "carapace_app")) {
            if (!RIGHTS.contains(function.name())) {
                var sql = "select %s::text".formatted(ForeignCall.of(function, victim));
                unchanged("calling", sql, () -> run(Optional.of(attacker), sql));
            }
        }
    }

    private void unchanged(String kind, String sql, Callable<List<String>> act)
            throws SQLException {
        var before = victim.belongings(superuser);
        String answer;
        try {
            answer = act.call().toString();
        } catch (Exception e) {
            throw new IllegalStateException("cannot try " + sql, e);
        }
        var changed = victim.belongings(superuser).differences(before);
        attempts.tried(
                kind, !changed.isEmpty(), "%s: %s, answered %s".formatted(sql, changed, answer));
    }

    /// Votes in every direction at once, past the lock that requests wait for.
    private void counts() throws Exception {
        var work = new ArrayList<Callable<List<String>>>();
        for (var i = 0; i < PARALLEL; i++) {
            for (var sql : statements.counting(i)) {
                work.add(() -> run(Optional.of(attacker), sql));
            }
        }
        try (var threads = Executors.newFixedThreadPool(PARALLEL)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
        victim.settle(superuser);
        for (var sql : MISCOUNTED) {
            var wrong = count(sql);
            attempts.tried("moving a count", wrong > 0, wrong + " counts differ from the votes");
        }
    }

    private long count(String sql) throws SQLException {
        try (var statement = superuser.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// The victim's record as if it were an edit of the attacker's post, which is then deleted.
    private void erases() throws Exception {
        var before = victim.belongings(superuser).rows().get("ledger.records");
        var own =
                attacker.act(new PostBody.Create(new CommunityName("general"), "mine", null, null));
        run(
                Optional.of(attacker),
                "insert into posts.edits (id, post, author) values ('\\x%s', '\\x%s', '%s')"
                        .formatted(Victim.hex(victim.post()), Victim.hex(own), attacker.handle()));
        attacker.act(new PostBody.Delete(own));
        var after = victim.belongings(superuser).rows().get("ledger.records");
        attempts.tried("erasing another's record", !Objects.equals(before, after), "erased");
    }

    private Duration sleeps() {
        run(Optional.of(attacker), "select set_config('statement_timeout', '0', false)");
        var start = Instant.now();
        run(Optional.of(attacker), "select pg_sleep(60)::text");
        var slept = Duration.between(start, Instant.now());
        attempts.tried("sleeping", slept.compareTo(SLEEP_MAX) > 0, slept + " long");
        return slept;
    }

    /// Whatever is shouted into the channel, a freeze must still be heard.
    private void notifies() throws Exception {
        var frozen = Puppet.claimed(target, "frozen");
        var token = frozen.token();
        var path = "/v1/posts?limit=1";
        frozen.call("GET", path, token, "");
        for (var payload :
                List.of("", "x", "authority", "authority ", "authority !", "authority \u0001")) {
            run(Optional.of(attacker), "select pg_notify('carapace', '%s')".formatted(payload));
            run(
                    Optional.of(attacker),
                    "select pg_notify('carapace', '%s' || repeat('x', 7000))".formatted(payload));
        }
        run(
                Optional.of(attacker),
                "select pg_notify('carapace', 'authority x' || g) from generate_series(1, 900) g");
        target.freeze(frozen.handle());
        var deadline = Instant.now().plus(HEARD_WITHIN);
        var answer = frozen.call("GET", path, token, "");
        while (answer.ok() && Instant.now().isBefore(deadline)) {
            answer = frozen.call("GET", path, token, "");
        }
        attempts.refused("drowning a freeze in notifications", answer);
    }

    /// Settings on every pooled connection; then others read and write.
    private void leaves() throws Exception {
        var next = Puppet.claimed(target, "next");
        for (var sql : statements.leaving()) {
            for (var i = 0; i < CALLS; i++) {
                run(Optional.of(attacker), sql);
                run(Optional.empty(), sql);
            }
            // A connection that was made useless fails one request, which is then repeated.
            var failed = 0;
            for (var i = 0; i < CALLS; i++) {
                failed += run(Optional.of(next), "select 'served'").contains(REFUSED) ? 1 : 0;
                failed += run(Optional.empty(), "select 'served'").contains(REFUSED) ? 1 : 0;
            }
            var later = run(Optional.of(next), "select current_setting('synchronous_commit')");
            attempts.tried(
                    "leaving settings to others",
                    failed > CALLS || later.contains("off") || !canAct(next),
                    "%s: %d of %d requests failed".formatted(sql, failed, 2 * CALLS));
        }
    }

    private static boolean canAct(Puppet agent) throws Exception {
        var seq = agent.seq();
        var head = agent.head();
        for (var i = 0; i < 3; i++) {
            var post = new PostBody.Create(new CommunityName("general"), "served", null, null);
            var record = agent.next(post);
            if (agent.submit(List.of(record.compact()), agent.token()).ok()) {
                return true;
            }
            agent.rewind(seq, head);
        }
        return false;
    }
}
