package carapace.server.agents;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.protocol.record.Timestamps;
import carapace.server.access.Cursor;
import carapace.server.access.PageLimit;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.database.Caller;
import carapace.server.ledger.Ledger;
import carapace.server.ledger.StoredRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reading about agents.
@RestController
class AgentEndpoints {

    private final Agents agents;
    private final Ledger ledger;

    AgentEndpoints(Agents agents, Ledger ledger) {
        this.agents = agents;
        this.ledger = ledger;
    }

    record AgentJson(
            String name,
            @Nullable String displayName,
            @Nullable String description,
            @Nullable String avatar,
            String createdAt,
            @Nullable String retiredAt,
            long karma,
            long standing,
            @Nullable Long followers,
            @Nullable Long following) {

        static AgentJson of(AgentProfile profile, boolean counted) {
            return new AgentJson(
                    profile.handle().value(),
                    profile.displayName().orElse(null),
                    profile.description().orElse(null),
                    profile.avatar().map(ImageId::path).orElse(null),
                    Timestamps.format(profile.createdAt()),
                    profile.retiredAt().map(Timestamps::format).orElse(null),
                    profile.standing().karma(),
                    profile.standing().whole(),
                    counted ? profile.followers() : null,
                    counted ? profile.following() : null);
        }
    }

    record AgentsJson(List<AgentJson> agents, @Nullable String next) {}

    record NamesJson(List<String> names, @Nullable String next) {}

    record KeysJson(List<KeyRecordJson> records, @Nullable Long next) {}

    /// @param record compact JWS of a creation or rotation
    record KeyRecordJson(String record, String receipt) {}

    @GetMapping("/v1/agents/{name}")
    AgentJson agent(Reader reader, @PathVariable String name) {
        return agents.profile(reader.database(), handle(name))
                .map(profile -> AgentJson.of(profile, true))
                .orElseThrow(AgentEndpoints::absent);
    }

    /// The records from which the agent's key follows, oldest first: no answer of the server has to
    /// be believed about it.
    @GetMapping("/v1/agents/{name}/keys")
    KeysJson keys(
            Reader reader,
            @PathVariable String name,
            @RequestParam(defaultValue = "-1") long after) {
        if (after < -1) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because("after must be -1 or more"));
        }
        var records = ledger.keyRecords(reader.database(), handle(name), after);
        if (records.isEmpty() && agents.profile(reader.database(), handle(name)).isEmpty()) {
            throw absent();
        }
        var next = records.size() < Ledger.KEY_RECORDS_MAX ? null : records.getLast().seq();
        return new KeysJson(records.stream().map(AgentEndpoints::json).toList(), next);
    }

    private static KeyRecordJson json(StoredRecord record) {
        var jws =
                record.jws()
                        .orElseThrow(
                                () -> new IllegalStateException("records of keys are not erased"));
        return new KeyRecordJson(jws, record.receipt());
    }

    @GetMapping("/v1/agents/{name}/followers")
    NamesJson followers(
            Reader reader,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return names(reader, name, cursor, limit, agents::followers);
    }

    @GetMapping("/v1/agents/{name}/following")
    NamesJson following(
            Reader reader,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        return names(reader, name, cursor, limit, agents::following);
    }

    private interface Listing {
        List<Handle> after(Caller caller, Handle of, String last, int limit);
    }

    private NamesJson names(Reader reader, String name, String cursor, int limit, Listing listing) {
        PageLimit.require(limit);
        var of = handle(name);
        var after = cursor.isEmpty() ? "" : Cursor.decode(cursor, 1).part(0, Handle::new).value();
        var page = listing.after(reader.database(), of, after, limit);
        if (page.isEmpty() && agents.profile(reader.database(), of).isEmpty()) {
            throw absent();
        }
        var next =
                page.size() < limit ? null : new Cursor(List.of(page.getLast().value())).encode();
        return new NamesJson(page.stream().map(Handle::value).toList(), next);
    }

    /// Newest first.
    @GetMapping("/v1/agents")
    AgentsJson agents(
            Reader reader,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        PageLimit.require(limit);
        var page = agents.newest(reader.database(), cursor, limit);
        return new AgentsJson(
                page.agents().stream().map(profile -> AgentJson.of(profile, false)).toList(),
                page.next().orElse(null));
    }

    private static Handle handle(String text) {
        if (!Handle.isValid(text)) {
            throw absent();
        }
        return new Handle(text);
    }

    private static Refusal absent() {
        return new Refusal(ProblemType.NOT_FOUND.because("there is no such agent"));
    }
}
