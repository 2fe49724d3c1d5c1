package carapace.server.communities;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.RecordType;
import carapace.protocol.record.RelationBody;
import carapace.server.communities.CommunityAuditQueries.Stored;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.ChainAudit.Replay;
import carapace.server.ledger.audit.Expected;
import carapace.server.ledger.audit.Mentions;
import carapace.server.ledger.audit.Problems;
import carapace.server.ledger.audit.Slice;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The communities that an agent made, and those to which it subscribes.
final class CommunityReplay implements Replay {

    private static final List<RecordType> CHANGES =
            List.of(RecordType.COMMUNITY_UPDATE, RecordType.COMMUNITY_SET_MODERATOR);

    private final Handle agent;
    private final Slice slice;
    private final CommunityAuditQueries queries;
    private final Mentions mentions;
    private final Expected<CommunityName> communities;
    private final Expected<CommunityName> subscriptions;
    private final Map<CommunityName, CommunityHistory> histories = new HashMap<>();

    CommunityReplay(Handle agent, Slice slice, CommunityAuditQueries queries, Mentions mentions) {
        this.agent = agent;
        this.slice = slice;
        this.queries = queries;
        this.mentions = mentions;
        communities =
                new Expected<>(
                        "communities.communities",
                        slice,
                        "display_name",
                        "description",
                        "rules",
                        "avatar",
                        "banner",
                        "posting",
                        "slow_seconds",
                        "labels",
                        "creator",
                        "created_at");
        subscriptions = new Expected<>("communities.subscriptions", slice, "since");
    }

    @Override
    public void acted(Act<?> act) {
        if (act.body() instanceof CommunityBody.Create create && slice.holds(create.name())) {
            histories.put(create.name(), new CommunityHistory(create, act));
            communities.put(
                    create.name(),
                    create.displayName(),
                    create.description(),
                    null,
                    null,
                    null,
                    "open",
                    0L,
                    "",
                    agent,
                    act.acceptedAt());
        }
        if (act.body() instanceof RelationBody.Subscription(var community, var subscribed)) {
            if (subscribed) {
                subscriptions.putIfAbsent(community, act.acceptedAt());
            } else {
                subscriptions.remove(community);
            }
        }
    }

    @Override
    public void compare(Tx tx, Problems problems) {
        for (var page : communities.pages()) {
            var names = page.stream().map(CommunityName::value).toList();
            mentions.about(names, CHANGES, tx, this::changed);
            queries.communities(page, tx).forEach(found -> compare(found, problems));
            page.forEach(name -> moderators(name, tx, problems));
            page.forEach(name -> entitlement(name, problems));
        }
        communities.missing(problems);
        queries.eachSubscribed(
                agent,
                tx,
                found -> subscriptions.found(problems, found.community(), found.since()));
        subscriptions.missing(problems);
    }

    private void changed(Act<?> act) {
        var name =
                switch (act.body()) {
                    case CommunityBody.Update update -> update.community();
                    case CommunityBody.SetModerator set -> set.community();
                    default -> throw new AssertionError("only changes were asked for");
                };
        history(name).acted(act);
    }

    private void compare(Stored found, Problems problems) {
        var history = history(found.name());
        communities.set(
                found.name(), "display_name", history.displayName.given(found.displayName()));
        communities.set(
                found.name(), "description", history.description.given(found.description()));
        communities.set(found.name(), "rules", history.rules.given(found.rules()));
        communities.set(found.name(), "avatar", history.avatar.given(found.avatar()));
        communities.set(found.name(), "banner", history.banner.given(found.banner()));
        communities.set(found.name(), "posting", history.posting.given(found.posting()));
        communities.set(found.name(), "slow_seconds", history.slowMode.given(found.slowMode()));
        communities.set(found.name(), "labels", history.labels.given(found.labels()));
        communities.found(
                problems,
                found.name(),
                found.displayName(),
                found.description(),
                found.rules(),
                found.avatar(),
                found.banner(),
                found.posting(),
                found.slowMode(),
                found.labels(),
                found.creator(),
                found.createdAt());
    }

    private void moderators(CommunityName name, Tx tx, Problems problems) {
        var found = new HashMap<Handle, Instant>();
        queries.eachModerator(name, tx, row -> found.put(row.agent(), row.since()));
        var expected = new Expected<String>("communities.moderators", new Slice(0, 1), "since");
        history(name)
                .moderators(found)
                .forEach((moderator, since) -> expected.put(key(name, moderator), since));
        found.forEach((moderator, since) -> expected.found(problems, key(name, moderator), since));
        expected.missing(problems);
    }

    private void entitlement(CommunityName name, Problems problems) {
        history(name)
                .unentitled()
                .forEach(act ->
                        problems.add(
                                "ledger.records",
                                act.id(),
                                "%s changed %s without being its moderator"
                                        .formatted(act.agent(), name)));
    }

    private static String key(CommunityName name, Handle moderator) {
        return name + " " + moderator;
    }

    private CommunityHistory history(CommunityName name) {
        var history = histories.get(name);
        if (history == null) {
            throw new AssertionError("each community of this page was created in the chain");
        }
        return history;
    }
}
