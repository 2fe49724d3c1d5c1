package carapace.server.ledger;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.Timestamps;
import carapace.server.access.AgentCaller;
import carapace.server.access.PageLimit;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.access.Sender;
import carapace.server.ledger.Outcome.Receipted;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Sending records, and reading them back as they were sent.
@RestController
class RecordEndpoints {

    private static final MediaType JOSE = MediaType.parseMediaType("application/jose");
    private static final int PAGE_DEFAULT = 50;
    private static final Set<String> MEMBERS = Set.of("records");

    private final WritePath writePath;
    private final LedgerQueries queries;

    RecordEndpoints(WritePath writePath, LedgerQueries queries) {
        this.writePath = writePath;
        this.queries = queries;
    }

    record Receipts(List<ReceiptJson> receipts) {}

    record ReceiptJson(String record, String agent, long seq, String receipt) {}

    record HeadJson(String agent, long seq, String record) {}

    record ChainJson(List<RecordJson> records, @Nullable Long next) {}

    /// @param jws null once it was erased
    record RecordJson(String id, long seq, String type, @Nullable String jws, String receipt) {

        static RecordJson of(StoredRecord stored) {
            return new RecordJson(
                    stored.id().value(),
                    stored.seq(),
                    stored.type(),
                    stored.jws().orElse(null),
                    stored.receipt());
        }
    }

    record ForksJson(List<ForkJson> forks) {}

    record ForkJson(String id, long seq, String jws, String receivedAt) {}

    /// What it answers is settled before anything is done: a batch must not be accepted with a 406.
    @PostMapping(
            path = "/v1/records",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Receipts send(Sender sender, @RequestBody byte[] body) {
        return switch (writePath.accept(sender, compacts(body))) {
            case Outcome.Refused(var problem, _) -> throw new Refusal(problem);
            case Outcome.Accepted(var records) ->
                    new Receipts(records.stream().map(RecordEndpoints::json).toList());
        };
    }

    private static List<byte[]> compacts(byte[] body) {
        try {
            return Members.of(StrictJson.parse(body), MEMBERS)
                    .texts("records", 1, Batch.RECORDS_MAX, Integer.MAX_VALUE)
                    .stream()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();
        } catch (JsonException e) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because(e));
        }
    }

    private static ReceiptJson json(Receipted record) {
        return new ReceiptJson(
                record.record().value(), record.agent().value(), record.seq(), record.receipt());
    }

    @GetMapping("/v1/records/{id}")
    ResponseEntity<byte[]> record(Reader reader, @PathVariable String id) {
        var jws =
                find(reader, id)
                        .jws()
                        .orElseThrow(() ->
                                new Refusal(
                                        ProblemType.GONE.because(
                                                "what the record said was erased by its"
                                                        + " author; its hash remains")));
        return jose(jws);
    }

    @GetMapping("/v1/records/{id}/receipt")
    ResponseEntity<byte[]> receipt(Reader reader, @PathVariable String id) {
        return jose(find(reader, id).receipt());
    }

    /// A page of the record and of what its author said about it later, oldest first: the edits and
    /// the deletion of a post or comment.
    @GetMapping("/v1/records/{id}/history")
    ChainJson history(
            Reader reader,
            @PathVariable String id,
            @RequestParam(defaultValue = "-1") long after,
            @RequestParam(defaultValue = "" + PAGE_DEFAULT) int limit) {
        requireRange(after, limit);
        var records = queries.history(reader.database(), recordId(id), after, limit);
        if (records.isEmpty() && after < 0) {
            throw absent();
        }
        return page(records, limit);
    }

    private static ResponseEntity<byte[]> jose(String compact) {
        return ResponseEntity.ok()
                .contentType(JOSE)
                .body(compact.getBytes(StandardCharsets.US_ASCII));
    }

    private StoredRecord find(Reader reader, String id) {
        return queries.record(reader.database(), recordId(id)).orElseThrow(RecordEndpoints::absent);
    }

    @GetMapping("/v1/agents/{name}/head")
    HeadJson head(Reader reader, @PathVariable String name) {
        var head =
                queries.head(reader.database(), handle(name)).orElseThrow(RecordEndpoints::absent);
        return new HeadJson(head.agent().value(), head.seq(), head.record().value());
    }

    /// A page of an agent's chain, oldest first.
    @GetMapping("/v1/agents/{name}/records")
    ChainJson chain(
            Reader reader,
            @PathVariable String name,
            @RequestParam(defaultValue = "-1") long after,
            @RequestParam(defaultValue = "" + PAGE_DEFAULT) int limit) {
        requireRange(after, limit);
        var records = queries.chain(reader.database(), handle(name), after, limit);
        if (records.isEmpty() && queries.head(reader.database(), handle(name)).isEmpty()) {
            throw absent();
        }
        return page(records, limit);
    }

    private static void requireRange(long after, int limit) {
        PageLimit.require(limit);
        if (after < -1) {
            throw new Refusal(ProblemType.REQUEST_MALFORMED.because("after must be -1 or more"));
        }
    }

    private static ChainJson page(List<StoredRecord> records, int limit) {
        var next = records.size() < limit ? null : records.getLast().seq();
        return new ChainJson(records.stream().map(RecordJson::of).toList(), next);
    }

    /// The evidence that somebody else has the agent's signing key, for the agent itself.
    @GetMapping("/v1/agents/{name}/forks")
    ForksJson forks(AgentCaller caller, @PathVariable String name) {
        if (!caller.handle().value().equals(name)) {
            throw absent();
        }
        return new ForksJson(
                queries.forks(caller, PageLimit.MAX).stream().map(RecordEndpoints::json).toList());
    }

    private static ForkJson json(Fork fork) {
        return new ForkJson(
                fork.id().value(), fork.seq(), fork.jws(), Timestamps.format(fork.receivedAt()));
    }

    private static RecordId recordId(String text) {
        try {
            return new RecordId(text);
        } catch (IllegalArgumentException e) {
            throw absent();
        }
    }

    private static Handle handle(String text) {
        if (!Handle.isValid(text)) {
            throw absent();
        }
        return new Handle(text);
    }

    private static Refusal absent() {
        return new Refusal(ProblemType.NOT_FOUND.because("there is no such record or agent"));
    }
}
