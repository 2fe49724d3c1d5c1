package carapace.server.posts;

import carapace.server.Floor;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresTheServersStatements() {
        Floor.assertCopied("thread", CommentQueries.BEST + CommentQueries.THREADS);
        Floor.assertCopied("comment", CommentProjection.ADD);
        Floor.assertCopied("post", PostProjection.CREATE);
    }
}
