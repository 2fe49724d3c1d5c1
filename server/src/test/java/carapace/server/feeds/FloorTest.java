package carapace.server.feeds;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresTheServersStatements() {
        Floor.assertCopied("hot-feed", FeedQueries.HOT);
        Floor.assertCopied("new-feed", FeedQueries.NEW);
    }
}
