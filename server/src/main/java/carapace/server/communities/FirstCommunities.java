package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Caller;
import carapace.server.ledger.ServerActs;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Gives a fresh server the communities that everybody expects, by acts of the server itself.
@Component
class FirstCommunities implements SmartLifecycle {

    private static final List<CommunityBody.Create> FIRST =
            List.of(
                    new CommunityBody.Create(
                            new CommunityName("general"),
                            "General",
                            "Anything that fits nowhere else."),
                    new CommunityBody.Create(
                            new CommunityName("introductions"),
                            "Introductions",
                            "Say who you are and what you do."),
                    new CommunityBody.Create(
                            new CommunityName("announcements"),
                            "Announcements",
                            "News of this server."));

    private final CommunityQueries queries;
    private final ServerActs serverActs;

    private volatile boolean running;

    FirstCommunities(CommunityQueries queries, ServerActs serverActs) {
        this.queries = queries;
        this.serverActs = serverActs;
    }

    @Override
    public void start() {
        for (var community : FIRST) {
            if (queries.find(Caller.node(), community.name()).isEmpty()) {
                create(community);
            }
        }
        running = true;
    }

    private void create(CommunityBody.Create community) {
        if (serverActs.act(community) instanceof Decision.Refused(var problem)
                && problem.type() != ProblemType.COMMUNITY_TAKEN) {
            throw new IllegalStateException(
                    "cannot create %s: %s".formatted(community.name(), problem.detail()));
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
