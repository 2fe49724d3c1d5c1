package carapace.server.communities;

import carapace.server.database.Tx;
import carapace.server.images.ImageUses;
import java.util.List;
import org.springframework.stereotype.Component;

/// Avatars and banners of communities are in use.
@Component
class CommunityImages implements ImageUses {

    private final CommunityQueries queries;

    CommunityImages(CommunityQueries queries) {
        this.queries = queries;
    }

    @Override
    public List<String> used(List<String> images, Tx tx) {
        return queries.used(images, tx);
    }
}
