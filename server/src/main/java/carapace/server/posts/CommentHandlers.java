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

    /// Deeper threads are no longer read by anybody.
    private static final int DEPTH_MAX = 50;

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
                    var place = projection.place(act, tx);
                    if (place.isEmpty()) {
                        return PostHandlers.absent();
                    }
                    if (place.get().depth() > DEPTH_MAX) {
                        return Decision.refused(
                                ProblemType.NOT_ALLOWED.because(
                                        "threads are at most 50 deep: answer further up"));
                    }
                    projection.create(act, place.get(), tx);
                    return Decision.permitted();
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
