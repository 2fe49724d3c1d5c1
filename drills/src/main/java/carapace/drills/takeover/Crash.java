package carapace.drills.takeover;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Inside;
import carapace.drills.Puppet;
import carapace.drills.Target;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.CommunityName;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.RecordId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Server and database are killed under load; what was acknowledged must be there, whole.
public final class Crash implements Drill {

    private static final int ROUNDS = 20;
    private static final int WRITERS = 8;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 20;
    private static final long WARM_MILLIS_MAX = 20_000;

    private final int rounds;

    public Crash() {
        this(ROUNDS);
    }

    /// @param rounds crashes: the server's and the database's in turns
    public Crash(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String name() {
        return "crash";
    }

    @Override
    public String claim() {
        return "A receipt survives kill -9 of server and database; nothing is ever half written.";
    }

    @Override
    public boolean needsInside() {
        return true;
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var inside = target.inside().orElseThrow();
        var reader = Puppet.claimed(target, "reader");
        for (var round = 0; round < rounds; round++) {
            var acknowledged = killUnderLoad(target, inside, round % 2 == 0);
            for (var id : acknowledged) {
                check(reader, id, attempts);
            }
            noHalfProjection(inside, attempts);
        }
    }

    private static Queue<RecordId> killUnderLoad(Target target, Inside inside, boolean server)
            throws Exception {
        var acknowledged = new ConcurrentLinkedQueue<RecordId>();
        var stop = new AtomicBoolean();
        var writers = new ArrayList<Puppet>();
        for (var i = 0; i < WRITERS; i++) {
            writers.add(Puppet.claimed(target, "writer"));
        }
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            var work = new ArrayList<Future<?>>();
            for (var writer : writers) {
                work.add(threads.submit(() -> write(writer, acknowledged, stop)));
            }
            var deadline = System.nanoTime() + WARM_MILLIS_MAX * 1_000_000;
            while (acknowledged.size() < ACKNOWLEDGED_BEFORE_KILL) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the load did not get going");
                }
                Thread.onSpinWait();
            }
            if (server) {
                inside.crashServer();
            } else {
                inside.crashDatabase();
            }
            stop.set(true);
            for (var future : work) {
                future.get();
            }
        }
        return acknowledged;
    }

    private static void write(Puppet writer, Queue<RecordId> acknowledged, AtomicBoolean stop) {
        var body = new PostBody.Create(new CommunityName("general"), "crash", "text", null);
        try {
            var token = writer.token();
            while (!stop.get()) {
                var record = writer.next(body);
                if (!writer.submit(List.of(record.compact()), token).ok()) {
                    return;
                }
                acknowledged.add(record.id());
            }
        } catch (Exception lost) {
            // The server is being killed: what was not acknowledged may be lost.
        }
    }

    private static void check(Puppet reader, RecordId id, Attempts attempts) throws Exception {
        var record = reader.wire().get(reader.url("/v1/records/" + id.value()), Map.of());
        var whole =
                record.ok()
                        && RecordId.of(
                                        record.body()
                                                .getBytes(
                                                        java.nio.charset.StandardCharsets.US_ASCII))
                                .equals(id);
        attempts.tried("acknowledged record", !whole, id + " " + record.brief());
        var post = reader.wire().get(reader.url("/v1/posts/" + id.value()), Map.of());
        attempts.tried("its post", !isPost(post.body(), id), id + " " + post.brief());
    }

    private static boolean isPost(String json, RecordId id) {
        try {
            return Members.tolerant(StrictJson.parse(json)).text("id", 43, 43).equals(id.value());
        } catch (JsonException e) {
            return false;
        }
    }

    /// Record, post and head stand or fall together.
    private static void noHalfProjection(Inside inside, Attempts attempts) throws Exception {
        for (var check :
                List.of(
                        """
                        select count(*) from ledger.records r
                        left join posts.posts p on p.id = r.id
                        where r.type = 'post.create' and p.id is null
                        """,
                        """
                        select count(*) from posts.posts p
                        left join ledger.records r on r.id = p.id
                        where r.id is null
                        """,
                        """
                        select count(*) from ledger.heads h
                        where h.seq <> (select max(r.seq) from ledger.records r
                                        where r.agent = h.agent)
                        """)) {
            try (var connection = inside.superuser();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery(check)) {
                rows.next();
                attempts.tried("half projection", rows.getLong(1) > 0, rows.getLong(1) + " rows");
            }
        }
    }
}
