package carapace.server.agents;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonArray;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.AccessKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.Timestamps;
import carapace.server.access.AccessGrant;
import carapace.server.access.AgentStatus;
import carapace.server.access.Authority;
import carapace.server.vault.SealedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    AuthorityRow claimedBy(String newOwner, @Nullable Long budget) {
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

    /// @param overlapEnd when the replaced access keys stop to work
    /// @param now keys whose overlap has ended are forgotten
    AuthorityRow withKeys(String newSigning, AccessKey newAccess, Instant overlapEnd, Instant now) {
        var kept =
                grants().stream()
                        .filter(grant -> grant.holdsAt(now))
                        .map(grant ->
                                new AccessGrant(grant.key(), grant.jkt(), end(grant, overlapEnd)))
                        .filter(grant -> grant.holdsAt(now));
        var present = new AccessGrant(newAccess, newAccess.thumbprint(), null);
        var all = Stream.concat(Stream.of(present), kept).limit(ACCESS_KEYS_MAX).toList();
        return new AuthorityRow(
                handle,
                status,
                claim,
                newSigning,
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

    static String write(List<AccessGrant> grants) {
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
