package carapace.client.verify;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows an agent's chain as the server shows it: every link, every signature by the key that
/// counted then, every receipt, and that the agent itself deleted what was erased. Gaps and breaks
/// are named, 100 at most.
final class ChainCheck {

    private static final int PAGE = 100;
    private static final int PROBLEMS_MAX = 100;

    private final Http http;
    private final ServerIdentity server;
    private final Handle agent;
    private final List<String> problems = new ArrayList<>();

    /// Posts and comments of which something was erased, with that record, until their deletion
    /// comes.
    private final Map<RecordId, RecordId> erasedWith = new LinkedHashMap<>();

    private long next;
    private @Nullable RecordId last;
    private @Nullable Ed25519PublicKey key;
    private long records;
    private long erased;
    private int keys;

    /// From the first record.
    ChainCheck(Http http, ServerIdentity server, Handle agent) {
        this(http, server, agent, 0, null);
    }

    /// From the record number `first`, which `key` signs.
    ChainCheck(
            Http http,
            ServerIdentity server,
            Handle agent,
            long first,
            @Nullable Ed25519PublicKey key) {
        this.http = http;
        this.server = server;
        this.agent = agent;
        this.next = first;
        this.key = key;
    }

    List<String> problems() {
        return problems;
    }

    long records() {
        return records;
    }

    long erased() {
        return erased;
    }

    int keys() {
        return keys;
    }

    /// Follows the chain to the head that the server shows.
    ///
    /// @param most records to look at
    /// @param each told of every record that holds, erased ones included
    /// @return whether the head was reached
    boolean follow(long most, Consumer<Shown> each) {
        // The chain may have grown when its end is read, but never shrunk.
        var before = head();
        while (records < most) {
            var page = page();
            page.forEach(json -> next(json, each));
            if (page.size() < PAGE) {
                compare(before);
                if (before.seq() < next - 1) {
                    requireLast(head());
                }
                erasedWith
                        .values()
                        .forEach(id -> problem("%s is erased, but not deleted".formatted(id)));
                return true;
            }
        }
        return false;
    }

    private record Head(long seq, RecordId record) {}

    private Head head() {
        var body = http.get("/v1/agents/%s/head".formatted(agent)).orRefused().body();
        try {
            var members = Members.tolerant(StrictJson.parse(body));
            return new Head(
                    members.number("seq", 0, JsonNumber.MAX),
                    new RecordId(members.text("record", 43, 43)));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CarapaceException.Forged("the head cannot be read: " + e.getMessage(), e);
        }
    }

    private List<JsonValue> page() {
        var path = "/v1/agents/%s/records?after=%d&limit=%d".formatted(agent, next - 1, PAGE);
        try {
            var body = http.get(path).orRefused().body();
            return Members.tolerant(StrictJson.parse(body)).list("records", 0, PAGE);
        } catch (JsonException e) {
            throw new CarapaceException.Forged("the chain cannot be read: " + e.getMessage(), e);
        }
    }

    private void next(JsonValue json, Consumer<Shown> each) {
        records++;
        try {
            var shown = Shown.read(json, agent, server);
            if (shown.seq() != next) {
                problem("seq %d to %d are missing".formatted(next, shown.seq() - 1));
                last = null;
            }
            next = shown.seq() + 1;
            shown.record().ifPresentOrElse(this::signed, () -> erased(shown));
            last = shown.id();
            each.accept(shown);
        } catch (CarapaceException.Forged e) {
            problem("seq %d: %s".formatted(next, e.getMessage()));
            next++;
            last = null;
        }
    }

    private void signed(SignedRecord record) {
        requireSigned(record);
        record.payload().body().deletes().ifPresent(erasedWith::remove);
    }

    private void erased(Shown shown) {
        erased++;
        var with = shown.receipt().erasedWith();
        if (with.isEmpty()) {
            problem(
                    "seq %d is a %s: nobody may erase it"
                            .formatted(shown.seq(), shown.type().wireName()));
        } else {
            erasedWith.putIfAbsent(with.get(), shown.id());
        }
    }

    private void requireSigned(SignedRecord record) {
        var payload = record.payload();
        if (last != null && !last.equals(payload.prev())) {
            throw new CarapaceException.Forged("it does not follow the record before it");
        }
        var signing =
                key == null && payload.body() instanceof AgentBody.Create create
                        ? create.keys().signing()
                        : key;
        if (signing == null || !record.isSignedBy(signing)) {
            throw new CarapaceException.Forged("it is not signed by %s".formatted(agent));
        }
        if (key == null) {
            keys++;
        }
        key = signing;
        if (payload.body() instanceof AgentBody.RotateKeys rotation) {
            key = rotation.keys().signing();
            keys++;
        }
    }

    private void compare(Head head) {
        if (head.seq() >= next) {
            problem("seq %d to %d are missing".formatted(next, head.seq()));
        } else if (head.seq() == next - 1 && last != null && !head.record().equals(last)) {
            problem("the head is another record than the last one");
        }
    }

    /// Once the end was read: nothing may follow the head.
    private void requireLast(Head head) {
        compare(head);
        if (head.seq() < next - 1) {
            problem("the head is seq %d, but records follow it".formatted(head.seq()));
        }
    }

    private void problem(String words) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(words);
        }
    }
}
