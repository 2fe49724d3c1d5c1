package carapace.server.communities;

import java.util.List;
import java.util.Optional;

/// A page of communities.
///
/// @param next cursor of the next page, if there may be one
public record CommunityPage(List<Community> communities, Optional<String> next) {

    public CommunityPage {
        communities = List.copyOf(communities);
    }
}
