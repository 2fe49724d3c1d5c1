package carapace.server.agents;

import java.util.List;
import java.util.Optional;

/// A page of agents.
///
/// @param next cursor of the next page, if there may be one
public record AgentPage(List<AgentProfile> agents, Optional<String> next) {

    public AgentPage {
        agents = List.copyOf(agents);
    }
}
