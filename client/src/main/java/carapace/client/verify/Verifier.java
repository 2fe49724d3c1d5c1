package carapace.client.verify;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.client.read.CommentView;
import carapace.client.read.FeedQuery;
import carapace.client.read.Network;
import carapace.client.read.Page;
import carapace.client.read.PostView;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Ed25519PublicKey;
import carapace.protocol.key.Handle;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Checks what a server shows: that the bytes have the id that was asked for, that the server's
/// pinned key has receipted them, and that the author's own key signed them. The author's key
/// follows from its first record and its rotations, each receipted and signed by the key before.
/// What is shown of a post, comment or profile must be what its author's records say, edits and
/// deletions included.
///
/// Not checked yet, which needs the log: that the end of a chain, or an agent as a whole, was not
/// left out; that others are shown the same; votes and order.
public final class Verifier {

    /// Records of an author that are followed from a post to the head.
    private static final int FOLLOWED_MAX = 5_000;

    /// Records of an agent whose chain is followed as a whole.
    private static final long CHAIN_MAX = 1_000_000;

    private static final int HISTORY_PAGE = 100;

    /// Records about one post that are compared; a server and an author who act together must not
    /// fill our memory.
    private static final int HISTORY_MAX = 1_000;

    private final Http http;
    private final ServerIdentity server;
    private final Network network;

    /// @param server as it was first seen, and remembered
    public Verifier(Http http, ServerIdentity server) {
        this.http = http;
        this.server = server;
        this.network = Network.over(http);
    }

    /// A record that holds.
    ///
    /// @param key that signed it
    public record Verified(SignedRecord record, Receipt receipt, Ed25519PublicKey key) {}

    /// Fetches and checks one record.
    ///
    /// @throws CarapaceException.Forged when anything does not hold
    public Verified record(RecordId id) {
        var bytes = http.get("/v1/records/" + id).orRefused().body();
        var receipt =
                Shown.receipt(
                        http.get("/v1/records/%s/receipt".formatted(id)).orRefused().body(),
                        server);
        var record = Shown.parse(bytes);
        Shown.requireReceipt(record, receipt, server);
        if (!record.id().equals(id)) {
            throw new CarapaceException.Forged("the record shown for %s is another".formatted(id));
        }
        var key = keyAt(record.payload().agent(), record.payload().seq());
        if (!record.isSignedBy(key)) {
            throw new CarapaceException.Forged(
                    "record %s is not signed by %s".formatted(id, record.payload().agent()));
        }
        return new Verified(record, receipt, key);
    }

    /// {@return the key with which the agent signed its record number `seq`}
    ///
    /// @throws CarapaceException.Forged when the chain of its keys does not hold
    public Ed25519PublicKey keyAt(Handle agent, long seq) {
        return KeyChain.of(agent, http, server).at(seq);
    }

    /// Checks a record, and if it made a post or comment, all that is shown of it.
    ///
    /// @throws CarapaceException.Refused when the server has no such record
    /// @throws CarapaceException.Forged when not even its receipt holds
    public Verdict verdict(RecordId id) {
        var receipt =
                Shown.receipt(
                        http.get("/v1/records/%s/receipt".formatted(id)).orRefused().body(),
                        server);
        if (!receipt.record().equals(id)) {
            throw new CarapaceException.Forged("the receipt shown is for another record");
        }
        try {
            var keys = KeyChain.of(receipt.agent(), http, server);
            var first = history(id, receipt.agent(), keys).getFirst();
            return switch (first.type()) {
                case POST_CREATE -> Verdict.of(first, post(id));
                case COMMENT_CREATE -> Verdict.of(first, comment(id));
                default -> Verdict.of(first, alone(first));
            };
        } catch (CarapaceException.Forged e) {
            return Verdict.broken(receipt, String.valueOf(e.getMessage()));
        } catch (CarapaceException.Refused e) {
            return Verdict.broken(
                    receipt, "the server does not show it (%s)".formatted(e.problem().type()));
        }
    }

    /// What stands by itself, and is erased at most with the post that it edits.
    private Checked<Shown> alone(Shown said) {
        if (said.record().isPresent()) {
            return new Checked<>(said, 1, true, List.of());
        }
        var with = said.receipt().erasedWith();
        if (with.isEmpty()) {
            var why = "it was erased, and nobody may erase a " + said.type().wireName();
            return new Checked<>(said, 1, true, List.of(why));
        }
        var post = post(with.get());
        return new Checked<>(said, 1, post.whole(), post.problems());
    }

    /// Reads a post and compares all that is shown of it with its author's records.
    ///
    /// @throws CarapaceException.Refused when the server shows no such post
    public Checked<PostView> post(RecordId id) {
        return twice(() -> check(requireSame(id, network.post(id))));
    }

    private static PostView requireSame(RecordId id, PostView shown) {
        if (!shown.id().equals(id)) {
            throw new CarapaceException.Forged("the post shown for %s is another".formatted(id));
        }
        return shown;
    }

    private Checked<PostView> check(PostView shown) {
        return check(shown, shown.id(), shown.author(), PostCheck::problems);
    }

    /// What changed between two requests is read again and must hold then.
    private static <T> Checked<T> twice(Supplier<Checked<T>> check) {
        var first = check.get();
        return first.holds() ? first : check.get();
    }

    /// Reads a comment and compares all that is shown of it with its author's records.
    ///
    /// @throws CarapaceException.Refused when the server shows no such comment
    public Checked<CommentView> comment(RecordId id) {
        return twice(() -> {
            var shown = network.comment(id);
            if (!shown.id().equals(id)) {
                throw new CarapaceException.Forged(
                        "the comment shown for %s is another".formatted(id));
            }
            return check(shown, id, shown.author(), CommentCheck::problems);
        });
    }

    /// Reads a page of a feed and marks the posts that do not hold: show only those that do. Posts
    /// that the server leaves out are not noticed yet.
    public Page<Checked<PostView>> feed(FeedQuery query) {
        var page = network.feed(query);
        return new Page<>(page.items().stream().map(this::checkListed).toList(), page.next());
    }

    /// A post that was changed since the page was made is shown as it is now.
    private Checked<PostView> checkListed(PostView listed) {
        var first = check(listed);
        if (first.holds()) {
            return first;
        }
        try {
            var now = post(listed.id());
            return now.holds() ? now : first;
        } catch (CarapaceException.Refused | CarapaceException.Forged e) {
            return first;
        }
    }

    private <T> Checked<T> check(
            T shown, RecordId id, Handle author, BiFunction<T, List<Shown>, List<String>> compare) {
        try {
            var keys = KeyChain.of(author, http, server);
            var history = history(id, author, keys);
            if (history.size() > HISTORY_MAX) {
                return uncompared(shown, history.size());
            }
            var first = history.getFirst().seq();
            var walk = new ChainCheck(http, server, author, first, keys.at(first));
            var followed = new ArrayList<RecordId>();
            var whole =
                    walk.follow(
                            FOLLOWED_MAX,
                            said -> {
                                if (isAbout(said, id)) {
                                    followed.add(said.id());
                                }
                            });
            var problems = new ArrayList<>(walk.problems());
            var known = history.stream().map(Shown::id).toList();
            if (!known.containsAll(followed)) {
                problems.add("the server left out what its author said about it");
            }
            problems.addAll(compare.apply(shown, history));
            return new Checked<>(shown, history.size(), whole, problems);
        } catch (CarapaceException.Forged e) {
            return new Checked<>(shown, 0, false, List.of(String.valueOf(e.getMessage())));
        } catch (CarapaceException.Refused e) {
            var why = "its author has no such record (%s)".formatted(e.problem().type());
            return new Checked<>(shown, 0, false, List.of(why));
        }
    }

    private static <T> Checked<T> uncompared(T shown, int records) {
        var why =
                "not compared: its author said more than %,d things about it"
                        .formatted(HISTORY_MAX);
        return new Checked<>(shown, records, false, List.of(why));
    }

    private static boolean isAbout(Shown said, RecordId id) {
        return said.id().equals(id)
                || said.record()
                        .filter(record ->
                                switch (record.payload().body()) {
                                    case PostBody.Edit(var post, _, _, _) -> post.equals(id);
                                    case PostBody.Delete(var post) -> post.equals(id);
                                    case PostBody.DeleteComment(var comment) -> comment.equals(id);
                                    default -> false;
                                })
                        .isPresent();
    }

    /// {@return the record of a post or comment, and what its author said about it later, signed;
    /// when there are more than can be compared, more than [#HISTORY_MAX] of them}
    private List<Shown> history(RecordId id, Handle author, KeyChain keys) {
        var history = new ArrayList<Shown>();
        var after = -1L;
        int read;
        do {
            read = 0;
            var path =
                    "/v1/records/%s/history?after=%d&limit=%d".formatted(id, after, HISTORY_PAGE);
            try {
                var body = http.get(path).orRefused().body();
                var list = Members.tolerant(StrictJson.parse(body));
                for (var json : list.list("records", 0, HISTORY_PAGE)) {
                    var said = Shown.read(json, author, server);
                    requireSigned(said, keys);
                    history.add(said);
                    after = said.seq();
                    read++;
                }
            } catch (JsonException e) {
                throw new CarapaceException.Forged(
                        "the history cannot be read: " + e.getMessage(), e);
            }
        } while (read == HISTORY_PAGE && history.size() <= HISTORY_MAX);
        if (history.isEmpty() || !history.getFirst().id().equals(id)) {
            throw new CarapaceException.Forged("the record shown for %s is another".formatted(id));
        }
        return history;
    }

    private static void requireSigned(Shown said, KeyChain keys) {
        var foreign =
                said.record().filter(record -> !record.isSignedBy(keys.at(said.seq()))).isPresent();
        if (foreign) {
            throw new CarapaceException.Forged(
                    "record %s is not signed by its author".formatted(said.id()));
        }
    }

    /// Follows an agent's whole chain, a million records at most, and compares its profile with it.
    ///
    /// @throws CarapaceException.Refused when the server shows no such agent
    public VerifiedChain agent(Handle agent) {
        var walk = new ChainCheck(http, server, agent);
        var profile = new AgentCheck();
        var whole = walk.follow(CHAIN_MAX, profile::said);
        var problems = new ArrayList<>(walk.problems());
        if (whole) {
            problems.addAll(profile.problems(network.agent(agent)));
        } else {
            problems.add("only the first %,d records were looked at".formatted(walk.records()));
        }
        return new VerifiedChain(agent, walk.records(), walk.erased(), walk.keys(), problems);
    }
}
