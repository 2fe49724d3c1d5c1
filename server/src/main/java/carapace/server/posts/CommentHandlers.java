package carapace.server.posts;

import carapace.protocol.record.PostBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.ledger.HandlerOf;
import carapace.server.ledger.Ledger;
import carapace.server.ledger.RecordHandler;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the records of comments do, one handler a type.
@Configuration(proxyBeanMethods = false)
class CommentHandlers {

    /// Deeper threads are no longer read by anybody. The database adds none beyond.
    static final int DEPTH_MAX = 50;

    private final CommentProjection projection;
    private final Ledger ledger;

    CommentHandlers(CommentProjection projection, Ledger ledger) {
        this.projection = projection;
        this.ledger = ledger;
    }

    @Bean
    RecordHandler<PostBody.Comment> createComment() {
        return new HandlerOf<>(
                PostBody.Comment.class,
                (act, tx) -> {
                    var depth = projection.add(act, tx);
                    if (depth.isEmpty()) {
                        return PostHandlers.absent();
                    }
                    return depth.get() <= DEPTH_MAX
                            ? Decision.permitted()
                            : Decision.refused(
                                    ProblemType.NOT_ALLOWED.because(
                                            "threads are at most 50 deep: answer further up"));
                });
    }

    @Bean
    RecordHandler<PostBody.DeleteComment> deleteComment() {
        return new HandlerOf<>(
                PostBody.DeleteComment.class,
                (act, tx) -> {
                    if (projection.delete(act, tx)) {
                        ledger.erase(List.of(act.body().comment()), tx);
                        return Decision.permitted();
                    }
                    return projection.exists(act.body().comment(), tx)
                            ? PostHandlers.notYours()
                            : Decision.refused(
                                    ProblemType.NOT_FOUND.because("there is no such comment"));
                });
    }
}
