package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.MessageBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RelationBody;
import carapace.server.access.AgentStatus;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.ChainAudit.Replay;
import carapace.server.ledger.audit.Expected;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an agent's chain, and what the server decided about it, make of its rows.
final class AgentReplay implements Replay {

    private final Handle agent;
    private final AgentAuditQueries queries;
    private final AuthorityDecisions decisions;

    private final Expected<Handle> authority;
    private final Expected<Handle> profile;
    private final Expected<Handle> follows;
    private final Expected<Handle> blocks;

    private @Nullable AuthorityRow row;
    private boolean retired;

    AgentReplay(
            Handle agent, Slice slice, AgentAuditQueries queries, AuthorityDecisions decisions) {
        this.agent = agent;
        this.queries = queries;
        this.decisions = decisions;
        authority =
                new Expected<>(
                        AuthorityRows.TABLE,
                        slice,
                        "status",
                        "claim",
                        "signing",
                        "access",
                        "owner",
                        "hourly_budget",
                        "created_at",
                        "version",
                        "sealed");
        profile =
                new Expected<>(
                        "agents.profiles",
                        slice,
                        "display_name",
                        "description",
                        "avatar",
                        "avatar_there",
                        "created_at",
                        "retired_at");
        follows = new Expected<>("agents.follows", slice, "since");
        blocks = new Expected<>("agents.blocks", slice, "since");
    }

    @Override
    public void acted(Act<?> act) {
        switch (act.body()) {
            case AgentBody body -> acted(body, act.acceptedAt());
            case RelationBody body -> related(body, act.acceptedAt());
            case CommunityBody _, PostBody _, ModerationBody _, MessageBody _ -> {}
        }
    }

    private void acted(AgentBody body, Instant at) {
        switch (body) {
            case AgentBody.Create create -> {
                row = AuthorityRow.first(agent, create, at);
                profile.put(
                        agent, create.displayName(), create.description(), null, true, at, null);
            }
            case AgentBody.RotateKeys rotation -> {
                // A chain without its beginning was named already.
                if (row != null) {
                    row = row.rotated(rotation, at);
                }
            }
            case AgentBody.UpdateProfile update -> {
                if (update.displayName() != null) {
                    profile.set(agent, "display_name", update.displayName());
                }
                if (update.description() != null) {
                    profile.set(agent, "description", update.description());
                }
                if (update.avatar() != null) {
                    profile.set(agent, "avatar", ImageId.shown(update.avatar()));
                }
            }
            case AgentBody.Retire _ -> {
                retired = true;
                profile.set(agent, "retired_at", at);
            }
        }
    }

    private void related(RelationBody body, Instant at) {
        switch (body) {
            case RelationBody.Follow(var other, var following) ->
                    set(follows, other, following, at);
            case RelationBody.Block(var other, var blocked) -> set(blocks, other, blocked, at);
            case RelationBody.Subscription _ -> {}
        }
    }

    private static void set(Expected<Handle> rows, Handle other, boolean on, Instant at) {
        if (on) {
            rows.putIfAbsent(other, at);
        } else {
            rows.remove(other);
        }
    }

    @Override
    public void decided(Act<ModerationBody.Act> act) {
        if (row != null) {
            var before = row;
            row = decisions.of(act.body()).flatMap(before::after).orElse(before);
        }
    }

    @Override
    public void compare(Tx tx, Problems problems) {
        if (row != null) {
            // Whatever was decided came before the end: nothing is decided about the retired.
            expect(retired ? row.withStatus(AgentStatus.RETIRED) : row);
        }
        queries.authority(agent, tx)
                .ifPresent(stored ->
                        authority.found(problems, agent, values(stored.row(), stored.sealHolds())));
        queries.profile(agent, tx)
                .ifPresent(found ->
                        profile.found(
                                problems,
                                agent,
                                found.displayName(),
                                found.description(),
                                found.avatar(),
                                found.isAvatarThere(),
                                found.createdAt(),
                                found.retiredAt()));
        queries.eachFollowed(
                agent, tx, found -> follows.found(problems, found.other(), found.since()));
        queries.eachBlocked(
                agent, tx, found -> blocks.found(problems, found.other(), found.since()));
        authority.missing(problems);
        profile.missing(problems);
        follows.missing(problems);
        blocks.missing(problems);
    }

    private void expect(AuthorityRow last) {
        authority.put(agent, values(last, true));
    }

    private static @Nullable Object[] values(AuthorityRow row, boolean sealed) {
        return new @Nullable Object[] {
            row.status(),
            row.claim(),
            row.signing(),
            row.access(),
            row.owner(),
            row.hourlyBudget(),
            row.createdAt(),
            row.version(),
            sealed
        };
    }
}
