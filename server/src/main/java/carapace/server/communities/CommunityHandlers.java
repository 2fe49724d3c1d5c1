package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.RelationBody;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.agents.Agents;
import carapace.server.database.Tx;
import carapace.server.images.ImageKind;
import carapace.server.images.Images;
import carapace.server.ledger.Act;
import carapace.server.ledger.HandlerOf;
import carapace.server.ledger.RecordHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the records of communities do, one handler a type.
@Configuration(proxyBeanMethods = false)
class CommunityHandlers {

    private final Communities communities;
    private final CommunityProjection projection;
    private final Agents agents;
    private final Images images;

    CommunityHandlers(
            Communities communities, CommunityProjection projection, Agents agents, Images images) {
        this.communities = communities;
        this.projection = projection;
        this.agents = agents;
        this.images = images;
    }

    @Bean
    RecordHandler<CommunityBody.Create> createCommunity() {
        return new HandlerOf<>(
                CommunityBody.Create.class,
                (act, tx) ->
                        projection.create(act.body(), act.agent(), act.acceptedAt(), tx)
                                ? Decision.permitted()
                                : Decision.refused(
                                        ProblemType.COMMUNITY_TAKEN.because(
                                                "choose another name")));
    }

    @Bean
    RecordHandler<CommunityBody.Update> updateCommunity() {
        return new HandlerOf<>(
                CommunityBody.Update.class,
                (act, tx) -> {
                    var decision = mayUpdate(act.body(), tx);
                    if (decision instanceof Decision.Permitted) {
                        projection.update(act.body(), tx);
                    }
                    return decision;
                });
    }

    private Decision mayUpdate(CommunityBody.Update body, Tx tx) {
        var decision = unlessModerator(body.community(), tx);
        if (decision instanceof Decision.Permitted) {
            decision = images.adopt(body.avatar(), ImageKind.AVATAR, tx);
        }
        return decision instanceof Decision.Permitted
                ? images.adopt(body.banner(), ImageKind.BANNER, tx)
                : decision;
    }

    @Bean
    RecordHandler<CommunityBody.SetModerator> setModerator() {
        return new HandlerOf<>(CommunityBody.SetModerator.class, this::setModerator);
    }

    private Decision setModerator(Act<CommunityBody.SetModerator> act, Tx tx) {
        var body = act.body();
        var decision = unlessModerator(body.community(), tx);
        if (decision instanceof Decision.Refused) {
            return decision;
        }
        if (!body.moderator()) {
            return projection.removeModerator(body.community(), body.agent(), tx)
                    ? Decision.permitted()
                    : Decision.refused(
                            ProblemType.NOT_ALLOWED.because(
                                    "%s is no moderator, or the last one".formatted(body.agent())));
        }
        if (!agents.exists(body.agent(), tx)) {
            return Decision.refused(
                    ProblemType.NOT_FOUND.because("there is no such agent, or it has retired"));
        }
        projection.addModerator(body.community(), body.agent(), act.acceptedAt(), tx);
        return Decision.permitted();
    }

    private Decision unlessModerator(CommunityName community, Tx tx) {
        if (!communities.exists(community, tx)) {
            return absent();
        }
        return communities.moderates(community, tx)
                ? Decision.permitted()
                : Decision.refused(
                        ProblemType.NOT_ALLOWED.because(
                                "only moderators of %s may do this".formatted(community)));
    }

    @Bean
    RecordHandler<RelationBody.Subscription> subscribe() {
        return new HandlerOf<>(
                RelationBody.Subscription.class,
                (act, tx) -> {
                    var body = act.body();
                    if (!communities.exists(body.community(), tx)) {
                        return absent();
                    }
                    projection.subscribe(
                            act.agent(), body.community(), body.subscribed(), act.acceptedAt(), tx);
                    return Decision.permitted();
                });
    }

    private static Decision absent() {
        return Decision.refused(ProblemType.NOT_FOUND.because("there is no such community"));
    }
}
