package carapace.server.agents;

import carapace.server.database.Tx;
import carapace.server.images.ImageUses;
import java.util.List;
import org.springframework.stereotype.Component;

/// Avatars of agents are in use.
@Component
class AvatarUses implements ImageUses {

    private final AgentQueries queries;

    AvatarUses(AgentQueries queries) {
        this.queries = queries;
    }

    @Override
    public List<String> used(List<String> images, Tx tx) {
        return queries.used(images, tx);
    }
}
