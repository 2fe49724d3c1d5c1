package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Inside;
import java.util.List;
import java.util.Map;

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
                    on conflict do nothing
                    """,
                    "delete from ledger.evidence",
                    "alter table agents.authority disable row level security",
                    "alter table ledger.records disable row level security",
                    "alter table posts.bodies disable row level security",
                    "alter role carapace_reader superuser",
                    "grant carapace_owner to carapace_app");

    /// Comes last: whoever asks is the victim now, so that nobody else finds its own chain.
    private static final String EVERYBODY_IS_THE_VICTIM =
            """
            create or replace function context.caller() returns text
            language sql stable security definer set search_path = pg_catalog, pg_temp
            as $$select 'agent:{victim}'$$
            """;

    private final Scene scene;
    private final Inside inside;
    private final Attempts attempts;
    private final Bystander bystander;
    private final Impersonation impersonation;
    private final VerifyingReader reader;

    CompleteControl(Scene scene, Inside inside, Attempts attempts) throws Exception {
        this.scene = scene;
        this.inside = inside;
        this.attempts = attempts;
        this.bystander = new Bystander(scene, attempts);
        this.impersonation = new Impersonation(scene, attempts);
        this.reader = new VerifyingReader(scene, attempts);
    }

    void attack() throws Exception {
        takeOver(CHANGES, new Aftermath("all at once", Map.of()));
        takeOver(
                List.of(EVERYBODY_IS_THE_VICTIM),
                new Aftermath(
                        "all at once, and everybody is the victim", Map.of("act", "chain-gap")));
    }

    private void takeOver(List<String> changes, Aftermath after) throws Exception {
        bystander.getReady();
        try (var superuser = new Superuser(inside)) {
            for (var change : changes) {
                superuser.run(scene.fill(change));
            }
            for (var agent :
                    List.of(scene.victim(), scene.thief(), scene.frozen(), scene.rotated())) {
                superuser.tell(agent.handle().value());
            }
        }
        bystander.goOn(after);
        impersonation.asVictim(after);
        impersonation.asBefore(after, scene.frozen());
        impersonation.asBefore(after, scene.rotated());
        reader.readFeed(after);
        reader.readVictim(after);
        attempts.tried(
                "a takeover that the audit does not name",
                inside.audit().isEmpty(),
                after.done() + ": the audit is clean");
    }
}
