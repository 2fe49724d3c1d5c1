package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.RecordType;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.Mentions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who moderated a community at some time, as the records say and not the tables.
@Component
public class PastModerators {

    private static final List<RecordType> CHANGES =
            List.of(RecordType.COMMUNITY_CREATE, RecordType.COMMUNITY_SET_MODERATOR);

    private final Mentions mentions;

    PastModerators(Mentions mentions) {
        this.mentions = mentions;
    }

    /// {@return whether the agent was a moderator then; true also where the records leave it open,
    /// since both happened within ten seconds}
    public boolean moderated(CommunityName community, Handle agent, Instant at, Tx tx) {
        var until = new Until(agent, at);
        mentions.about(List.of(community.value()), CHANGES, tx, until::acted);
        return until.moderated;
    }

    private static final class Until {

        private final Handle agent;
        private final Instant at;
        private @Nullable CommunityHistory history;
        private boolean moderated;

        Until(Handle agent, Instant at) {
            this.agent = agent;
            this.at = at;
        }

        void acted(Act<?> act) {
            if (act.acceptedAt().isAfter(at) && !Latest.near(act.acceptedAt(), at)) {
                return;
            }
            if (act.body() instanceof CommunityBody.Create create) {
                history = new CommunityHistory(create, act);
            } else if (history != null) {
                history.acted(act);
            }
            var early = act.acceptedAt().isBefore(at) && !Latest.near(act.acceptedAt(), at);
            var now = history != null && history.moderates(agent, at);
            moderated = now || (moderated && !early);
        }
    }
}
