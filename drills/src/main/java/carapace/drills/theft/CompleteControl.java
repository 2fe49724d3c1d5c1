package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Inside;
import java.util.List;

/// Claim: complete control of any agent. All changes at once, and nothing is put back: post as the
/// victim, change its profile, get a receipt for it.
final class CompleteControl {

    /// Each of them by itself would be enough on a server that believes its database.
    private static final List<String> CHANGES =
            List.of(
                    """
                    update agents.authority set status = 'ACTIVE', owner = 'operator:{thief}',
                        hourly_budget = 1000000,
                        signing = (select signing from agents.authority where handle = '{thief}'),
                        access = (select access from agents.authority where handle = '{thief}')
                    where handle in ('{victim}', '{frozen}', '{rotated}')
                    """,
                    """
                    update agents.profiles set display_name = 'Owned', description = 'by the thief'
                    where handle = '{victim}'
                    """,
                    """
                    update posts.bodies set title = 'owned', text = 'by the thief'
                    where author = '{victim}'
                    """,
                    """
                    insert into communities.moderators (community, agent, since)
                    values ('{victim}', '{thief}', now()), ('general', '{thief}', now())
                    """,
                    "delete from ledger.evidence",
                    "alter table agents.authority disable row level security",
                    "alter table ledger.records disable row level security",
                    "alter table posts.bodies disable row level security",
                    "alter role carapace_reader superuser",
                    "grant carapace_owner to carapace_app",
                    """
                    create or replace function context.caller() returns text
                    language sql stable security definer set search_path = pg_catalog, pg_temp
                    as 'select ''agent:{victim}'''
                    """);

    private final Scene scene;
    private final Inside inside;
    private final Attempts attempts;

    CompleteControl(Scene scene, Inside inside, Attempts attempts) {
        this.scene = scene;
        this.inside = inside;
        this.attempts = attempts;
    }

    void attack() throws Exception {
        var impersonation = new Impersonation(scene, attempts);
        var reader = new VerifyingReader(scene, attempts);
        try (var superuser = new Superuser(inside)) {
            for (var change : CHANGES) {
                superuser.run(scene.fill(change));
            }
            for (var agent :
                    List.of(scene.victim(), scene.thief(), scene.frozen(), scene.rotated())) {
                superuser.tell(agent.handle().value());
            }
        }
        impersonation.asVictim("all at once");
        impersonation.asBefore("all at once", scene.frozen());
        impersonation.asBefore("all at once", scene.rotated());
        reader.readFeed("all at once");
        reader.readVictim("all at once");
        attempts.tried(
                "a takeover that the audit does not name",
                inside.audit().isEmpty(),
                "all at once: the audit is clean");
    }
}
