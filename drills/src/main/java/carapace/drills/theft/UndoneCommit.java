package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Claim: what stops an agent can be undone before it is even committed. A trigger puts the row of
/// authority back, seal included, inside the very transaction that freezes an agent or replaces its
/// keys; the thief, who has the agent's keys, goes on. The true rows are put back at the end.
final class UndoneCommit {

    private static final String[] PLANT = {
        "create table public.kept as select * from agents.authority where handle = '%s'",
        "create table public.undone as select * from public.kept where false",
        """
        create function public.back() returns trigger language plpgsql security definer as $$
        begin
            insert into public.undone select a.* from agents.authority a
                join public.kept k using (handle) where a.version <> k.version;
            update agents.authority a set status = k.status, signing = k.signing,
                access = k.access, version = k.version, seal = k.seal
            from public.kept k where a.handle = k.handle and a.version <> k.version;
            return null;
        end $$
        """,
        """
        create constraint trigger trap after update on agents.authority
            deferrable initially deferred for each row execute function public.back()
        """,
    };

    private static final String[] CLEAR = {
        "drop trigger trap on agents.authority",
        "drop function public.back()",
        """
        update agents.authority a set status = u.status, signing = u.signing, access = u.access,
            version = u.version, seal = u.seal
        from public.undone u where a.handle = u.handle
        """,
        "drop table public.undone",
        "drop table public.kept",
    };

    private interface Stop {
        void run() throws Exception;
    }

    private final Target target;
    private final Inside inside;
    private final Attempts attempts;
    private final Bystander bystander;
    private final Impersonation impersonation;

    UndoneCommit(Target target, Scene scene, Inside inside, Attempts attempts) throws Exception {
        this.target = target;
        this.inside = inside;
        this.attempts = attempts;
        this.bystander = new Bystander(scene, attempts);
        this.impersonation = new Impersonation(scene, attempts);
    }

    void attack() throws Exception {
        var stopped = Puppet.claimed(target, "stopped");
        undo("a freeze undone before its commit", stopped, () -> target.freeze(stopped.handle()));
        var turned = Puppet.claimed(target, "turned");
        undo("a rotation undone before its commit", turned, () -> turned.rotated(Duration.ZERO));
    }

    private void undo(String what, Puppet agent, Stop stop) throws Exception {
        var after = new Aftermath(what, Map.of());
        bystander.getReady();
        try (var superuser = new Superuser(inside)) {
            for (var sql : PLANT) {
                superuser.run(sql.formatted(agent.handle()));
            }
            try {
                attempts.tried("an answer that it was done", isAnswered(stop), what);
                superuser.tell(agent.handle().value());
                bystander.goOn(after);
                impersonation.asBefore(after, agent);
            } finally {
                for (var sql : CLEAR) {
                    superuser.run(sql);
                }
                superuser.tell(agent.handle().value());
            }
        }
    }

    private static boolean isAnswered(Stop stop) throws Exception {
        try {
            stop.run();
            return true;
        } catch (IllegalStateException | IOException refused) {
            return false;
        }
    }
}
