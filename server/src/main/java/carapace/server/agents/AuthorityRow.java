package carapace.server.agents;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Timestamps;
import carapace.server.access.AccessGrant;
import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.ledger.ServerActs;
import carapace.server.vault.SealedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A row of `agents.authority` in the very texts that the seal covers.
///
/// @param access `[{"key": JWK, "until": time}]`, the present key first and without `until`
/// @param hourlyBudget null for the standard budget
record AuthorityRow(
        Handle handle,
        AgentStatus status,
        String claim,
        String signing,
        String access,
        @Nullable String owner,
        @Nullable Long hourlyBudget,
        Instant createdAt,
        long version) {

    private static final int ACCESS_KEYS_MAX = 8;

    /// How an agent begins. The server is its own owner; everybody else waits to be claimed.
    static AuthorityRow first(Handle agent, AgentBody.Create create, Instant at) {
        var own = agent.equals(ServerActs.HANDLE);
        var access = create.keys().access();
        return new AuthorityRow(
                agent,
                own ? AgentStatus.ACTIVE : AgentStatus.UNCLAIMED,
                create.claim(),
                JsonWriter.write(create.keys().signing().jwk()),
                write(List.of(new AccessGrant(access, access.thumbprint(), null))),
                own ? ServerActs.HANDLE.value() : null,
                null,
                at,
                1);
    }

    /// The one place that says what is sealed.
    SealedRow sealed() {
        return SealedRow.of(AuthorityRows.TABLE, handle.value())
                .version(version)
                .text("status", status.name())
                .text("claim", claim)
                .text("signing", signing)
                .text("access", access)
                .text("owner", owner)
                .number("hourly_budget", hourlyBudget)
                .time("created_at", createdAt);
    }

    Authority authority() {
        try {
            return new Authority(
                    handle,
                    status,
                    AccessKey.parseEd25519(StrictJson.parse(signing)),
                    grants(access),
                    version,
                    owner,
                    hourlyBudget,
                    createdAt);
        } catch (JsonException e) {
            throw new IllegalStateException(
                    "a sealed row of %s is unreadable".formatted(handle), e);
        }
    }

    AuthorityRow withStatus(AgentStatus next) {
        return new AuthorityRow(
                handle, next, claim, signing, access, owner, hourlyBudget, createdAt, version + 1);
    }

    /// {@return the row after the change; empty when it is not possible as things stand}
    Optional<AuthorityRow> after(AuthorityChange change) {
        if (status == AgentStatus.RETIRED) {
            return Optional.empty();
        }
        return switch (change) {
            case AuthorityChange.Claim _ when status == AgentStatus.FROZEN -> Optional.empty();
            case AuthorityChange.Claim(var newOwner, var budget) ->
                    Optional.of(claimedBy(newOwner, budget));
            case AuthorityChange.Freeze() -> Optional.of(withStatus(AgentStatus.FROZEN));
            case AuthorityChange.Unfreeze() when status == AgentStatus.FROZEN ->
                    Optional.of(
                            withStatus(owner == null ? AgentStatus.UNCLAIMED : AgentStatus.ACTIVE));
            case AuthorityChange.Unfreeze() -> Optional.empty();
        };
    }

    private AuthorityRow claimedBy(String newOwner, @Nullable Long budget) {
        return new AuthorityRow(
                handle,
                AgentStatus.ACTIVE,
                claim,
                signing,
                access,
                newOwner,
                budget,
                createdAt,
                version + 1);
    }

    /// Keys whose overlap has ended are forgotten.
    AuthorityRow rotated(AgentBody.RotateKeys rotation, Instant now) {
        var overlapEnd = now.plus(rotation.overlap());
        var kept =
                grants().stream()
                        .filter(grant -> grant.holdsAt(now))
                        .map(grant ->
                                new AccessGrant(grant.key(), grant.jkt(), end(grant, overlapEnd)))
                        .filter(grant -> grant.holdsAt(now));
        var access = rotation.keys().access();
        var present = new AccessGrant(access, access.thumbprint(), null);
        var all = Stream.concat(Stream.of(present), kept).limit(ACCESS_KEYS_MAX).toList();
        return new AuthorityRow(
                handle,
                status,
                claim,
                JsonWriter.write(rotation.keys().signing().jwk()),
                write(all),
                owner,
                hourlyBudget,
                createdAt,
                version + 1);
    }

    private static Instant end(AccessGrant grant, Instant overlapEnd) {
        var until = grant.until();
        return until == null || overlapEnd.isBefore(until) ? overlapEnd : until;
    }

    private List<AccessGrant> grants() {
        try {
            return grants(access);
        } catch (JsonException e) {
            throw new IllegalStateException(
                    "a sealed row of %s is unreadable".formatted(handle), e);
        }
    }

    private static String write(List<AccessGrant> grants) {
        var list =
                grants.stream()
                        .map(grant ->
                                (JsonValue)
                                        new JsonWriter()
                                                .value("key", grant.key().jwk())
                                                .optional("until", text(grant.until()))
                                                .object())
                        .toList();
        return JsonWriter.write(new JsonArray(list));
    }

    private static @Nullable String text(@Nullable Instant until) {
        return until == null ? null : Timestamps.format(until);
    }

    private static List<AccessGrant> grants(String json) throws JsonException {
        if (!(StrictJson.parse(json) instanceof JsonArray(var values))) {
            throw new IllegalStateException("access keys are a list");
        }
        var grants = new ArrayList<AccessGrant>();
        for (var value : values) {
            var members = Members.of(value, Set.of("key", "until"));
            var key = AccessKey.parse(members.object("key"));
            var until = members.optionalText("until", 24, 24);
            grants.add(
                    new AccessGrant(
                            key, key.thumbprint(), until == null ? null : Timestamps.parse(until)));
        }
        return grants;
    }
}
