package carapace.server.votes;

import carapace.protocol.record.PostBody;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import org.springframework.stereotype.Component;

/// All writing of votes.
@Component
class VoteProjection {

    private static final String SET =
            """
            with before as (
                select value from votes.votes where agent = ? and target = ?),
            stored as (
                insert into votes.votes (agent, target, value, set_at) values (?, ?, ?, ?)
                on conflict (agent, target) do update
                    set value = excluded.value, set_at = excluded.set_at)
            select coalesce((select value from before), 0)
            """;

    /// {@return the vote before: 1, -1 or 0}
    int set(Act<PostBody.Vote> act, Tx tx) {
        var target = act.body().target();
        return tx.one(
                        SET,
                        row -> row.intValue(1),
                        act.agent(),
                        target,
                        act.agent(),
                        target,
                        act.body().vote().weight(),
                        act.acceptedAt())
                .orElseThrow();
    }
}
