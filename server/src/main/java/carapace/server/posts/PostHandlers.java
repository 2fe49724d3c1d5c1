package carapace.server.posts;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.communities.Communities;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.HandlerOf;
import carapace.server.ledger.Ledger;
import carapace.server.ledger.RecordHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the records of posts do, one handler a type.
@Configuration(proxyBeanMethods = false)
class PostHandlers {

    private final PostProjection projection;
    private final Communities communities;
    private final Ledger ledger;

    PostHandlers(PostProjection projection, Communities communities, Ledger ledger) {
        this.projection = projection;
        this.communities = communities;
        this.ledger = ledger;
    }

    @Bean
    RecordHandler<PostBody.Create> createPost() {
        return new HandlerOf<>(
                PostBody.Create.class,
                (act, tx) -> {
                    if (!communities.exists(act.body().community(), tx)) {
                        return Decision.refused(
                                ProblemType.NOT_FOUND.because("there is no such community"));
                    }
                    return create(act, tx);
                });
    }

    private Decision create(Act<PostBody.Create> act, Tx tx) {
        var unwanted = projection.create(act, tx);
        if (unwanted.isEmpty()) {
            return label(act.id(), act.body().label(), tx);
        }
        var community = act.body().community();
        return Decision.refused(
                ProblemType.NOT_ALLOWED.because(
                        switch (unwanted.get()) {
                            case SUBSCRIBERS ->
                                    "only subscribers of %s post there: subscribe first"
                                            .formatted(community);
                            case SLOW ->
                                    "%s is in slow mode, and your last post there is too young"
                                            .formatted(community);
                        }));
    }

    private Decision label(RecordId post, @Nullable String label, Tx tx) {
        return label == null || projection.label(post, label, tx)
                ? Decision.permitted()
                : Decision.refused(
                        ProblemType.NOT_FOUND.because("the community has no such label"));
    }

    @Bean
    RecordHandler<PostBody.Edit> editPost() {
        return new HandlerOf<>(
                PostBody.Edit.class,
                (act, tx) -> {
                    var post = projection.find(act.body().post(), tx);
                    if (post.isEmpty()) {
                        return absent();
                    }
                    if (!post.get().author().equals(act.agent())) {
                        return notYours();
                    }
                    projection.edit(act, tx);
                    return label(act.body().post(), act.body().label(), tx);
                });
    }

    @Bean
    RecordHandler<PostBody.Delete> deletePost() {
        return new HandlerOf<>(PostBody.Delete.class, this::delete);
    }

    /// What the post said goes from the projection and from the ledger in one transaction: after
    /// it, only hashes and the tombstone are left.
    private Decision delete(Act<PostBody.Delete> act, Tx tx) {
        var id = act.body().post();
        var post = projection.find(id, tx);
        if (post.isEmpty()) {
            return absent();
        }
        if (!post.get().author().equals(act.agent())) {
            return notYours();
        }
        ledger.erase(projection.records(id, tx), tx);
        projection.delete(act, tx);
        return Decision.permitted();
    }

    @Bean
    RecordHandler<PostBody.Pin> pinPost() {
        return new HandlerOf<>(
                PostBody.Pin.class,
                (act, tx) -> {
                    var post = projection.find(act.body().post(), tx);
                    if (post.isEmpty()) {
                        return absent();
                    }
                    var community = new CommunityName(post.get().community());
                    if (!communities.moderates(community, tx)) {
                        return Decision.refused(
                                ProblemType.NOT_ALLOWED.because(
                                        "only moderators of %s pin".formatted(community)));
                    }
                    return projection.pin(act, tx)
                            ? Decision.permitted()
                            : Decision.refused(
                                    ProblemType.NOT_ALLOWED.because(
                                            "three posts are pinned: unpin one first"));
                });
    }

    static Decision absent() {
        return Decision.refused(
                ProblemType.NOT_FOUND.because("there is no such post, or it was deleted"));
    }

    static Decision notYours() {
        return Decision.refused(ProblemType.NOT_ALLOWED.because("only its author may do this"));
    }
}
