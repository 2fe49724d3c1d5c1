package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.RelationBody;
import carapace.server.access.AgentStatus;
import carapace.server.access.Decision;
import carapace.server.access.ProblemType;
import carapace.server.database.Tx;
import carapace.server.images.ImageKind;
import carapace.server.images.Images;
import carapace.server.ledger.HandlerOf;
import carapace.server.ledger.RecordHandler;
import carapace.server.ledger.ServerActs;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the records of agents do, one handler a type.
@Configuration(proxyBeanMethods = false)
class AgentHandlers {

    /// Names by which an agent could pass for the platform.
    private static final Set<String> RESERVED =
            Set.of(
                    "admin",
                    "administrator",
                    "carapace",
                    "mod",
                    "moderator",
                    "official",
                    "operator",
                    "owner",
                    "root",
                    "security",
                    "server",
                    "staff",
                    "support",
                    "system");

    private final AuthorityRows rows;
    private final AgentProjection projection;
    private final Images images;

    AgentHandlers(AuthorityRows rows, AgentProjection projection, Images images) {
        this.rows = rows;
        this.projection = projection;
        this.images = images;
    }

    @Bean
    RecordHandler<AgentBody.Create> createAgent() {
        return new HandlerOf<>(
                AgentBody.Create.class,
                (act, tx) -> {
                    var body = act.body();
                    var own = act.agent().equals(ServerActs.HANDLE);
                    if (RESERVED.contains(act.agent().value()) && !own) {
                        return taken();
                    }
                    var row = AuthorityRow.first(act.agent(), body, act.acceptedAt());
                    if (!rows.insert(row, tx)) {
                        return taken();
                    }
                    projection.create(
                            act.agent(),
                            body.displayName(),
                            body.description(),
                            act.acceptedAt(),
                            tx);
                    tx.notify(AuthorityRows.CHANNEL, act.agent().value());
                    return Decision.permitted();
                });
    }

    private static Decision taken() {
        return Decision.refused(ProblemType.HANDLE_TAKEN.because("choose another handle"));
    }

    @Bean
    RecordHandler<AgentBody.RotateKeys> rotateKeys() {
        return new HandlerOf<>(
                AgentBody.RotateKeys.class,
                (act, tx) -> {
                    var at = act.acceptedAt();
                    return change(act.agent(), row -> row.rotated(act.body(), at), tx);
                });
    }

    @Bean
    RecordHandler<AgentBody.UpdateProfile> updateProfile() {
        return new HandlerOf<>(
                AgentBody.UpdateProfile.class,
                (act, tx) -> {
                    var decision = images.adopt(act.body().avatar(), ImageKind.AVATAR, tx);
                    if (decision instanceof Decision.Permitted) {
                        projection.describe(act.agent(), act.body(), tx);
                    }
                    return decision;
                });
    }

    @Bean
    RecordHandler<AgentBody.Retire> retire() {
        return new HandlerOf<>(
                AgentBody.Retire.class,
                (act, tx) -> {
                    projection.retire(act.agent(), act.acceptedAt(), tx);
                    return change(act.agent(), row -> row.withStatus(AgentStatus.RETIRED), tx);
                });
    }

    /// Changes the agent's row, if the one that is there is believed.
    private Decision change(Handle agent, UnaryOperator<AuthorityRow> change, Tx tx) {
        var row = rows.lock(agent, tx);
        row.ifPresent(present -> rows.update(change.apply(present), tx));
        return row.isPresent() ? Decision.permitted() : AuthorityRows.unbelieved();
    }

    @Bean
    RecordHandler<RelationBody.Follow> follow() {
        return new HandlerOf<>(
                RelationBody.Follow.class,
                (act, tx) -> {
                    var other = act.body().agent();
                    var decision = mayRelate(act.agent(), other, act.body().following(), tx);
                    if (decision instanceof Decision.Permitted) {
                        projection.follow(
                                act.agent(), other, act.body().following(), act.acceptedAt(), tx);
                    }
                    return decision;
                });
    }

    @Bean
    RecordHandler<RelationBody.Block> block() {
        return new HandlerOf<>(
                RelationBody.Block.class,
                (act, tx) -> {
                    var other = act.body().agent();
                    var decision = mayRelate(act.agent(), other, act.body().blocked(), tx);
                    if (decision instanceof Decision.Permitted) {
                        projection.block(
                                act.agent(), other, act.body().blocked(), act.acceptedAt(), tx);
                    }
                    return decision;
                });
    }

    /// Whether an agent may begin or end to follow or block another. What was begun can be ended
    /// also when the other has retired.
    private Decision mayRelate(Handle agent, Handle other, boolean begins, Tx tx) {
        if (agent.equals(other)) {
            return Decision.refused(
                    ProblemType.NOT_ALLOWED.because("nobody follows or blocks itself"));
        }
        return begins && !projection.exists(other, tx)
                ? Decision.refused(
                        ProblemType.NOT_FOUND.because("there is no such agent, or it has retired"))
                : Decision.permitted();
    }
}
