package carapace.bench.traffic;

import carapace.bench.floor.FloorActs;
import carapace.bench.floor.PlainSql;
import carapace.bench.floor.Sql;
import carapace.bench.load.Contestant;
import carapace.bench.load.Load;
import carapace.bench.load.Load.Outcome;
import carapace.bench.load.Load.Worker;
import carapace.bench.load.Measured;
import carapace.bench.traffic.Chains.Acts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The floor's statements on bare JDBC connections, without any HTTP: what the database allows.
public final class Bare implements Contestant, AutoCloseable {

    /// As many as the server has for its own work.
    private static final int CONNECTIONS = 12;

    private final List<Connection> connections = new ArrayList<>();
    private final BlockingQueue<Sql> idle = new ArrayBlockingQueue<>(CONNECTIONS);
    private final Kind kind;
    private Making making = () -> _ -> Outcome.NOTHING_LEFT;

    /// Opens a connection as administrator.
    public interface Opening {
        Connection connect() throws SQLException;
    }

    private interface Kind {
        Making ready(int requests);
    }

    /// Makes what one worker does over and over.
    private interface Making {
        Piece worker();
    }

    private interface Piece {
        Outcome on(Sql sql);
    }

    private Bare(Opening opening, Kind kind) throws SQLException {
        this.kind = kind;
        for (var i = 0; i < CONNECTIONS; i++) {
            var connection = opening.connect();
            connections.add(connection);
            idle.add(new PlainSql(connection));
        }
    }

    public static Bare reads(Opening opening, Function<Sql, Object> read) throws SQLException {
        Piece piece =
                sql -> {
                    var _ = read.apply(sql);
                    return Outcome.DONE;
                };
        return new Bare(opening, _ -> () -> piece);
    }

    static Bare acts(Opening opening, Crew crew, Acts acts) throws SQLException {
        var form = new FloorForm(crew.random());
        return new Bare(
                opening,
                requests -> {
                    var chains = Chains.ready(crew, acts, form::of, requests);
                    return () -> act(chains.new Hand(), crew.clock());
                });
    }

    private static Piece act(Chains<FloorActs.Act>.Hand hand, Clock clock) {
        return sql -> {
            FloorActs.@Nullable Act next = hand.next();
            if (next == null) {
                return Outcome.NOTHING_LEFT;
            }
            FloorActs.accept(sql, next, clock);
            hand.answered(true);
            return Outcome.DONE;
        };
    }

    @Override
    public void prepare(int requests) {
        making = kind.ready(requests);
    }

    @Override
    public Measured window(int concurrency, Duration duration) throws Exception {
        var ready = making;
        var workers = Stream.generate(() -> worker(ready.worker())).limit(concurrency).toList();
        return Load.run(workers, duration);
    }

    private Worker worker(Piece piece) {
        return () -> {
            var sql = idle.take();
            try {
                return piece.on(sql);
            } finally {
                idle.add(sql);
            }
        };
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
