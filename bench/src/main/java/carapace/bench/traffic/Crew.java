package carapace.bench.traffic;

import carapace.bench.traffic.LoadAgent.Place;
import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Agents that send the load. More than there are connections, so that no agent waits for itself.
public final class Crew {

    private static final String HEAD =
            "insert into ledger.heads (agent, seq, record) values (?, ?, ?)";

    private static final String AUTHORITY =
            """
            insert into agents.authority (handle, status, claim, signing, access, owner,
                hourly_budget, created_at, version, seal)
            values (?, 'ACTIVE', '', '', '', ?, 1000000, now(), 2, ''::bytea)
            """;

    private final Http http;
    private final ServerIdentity server;
    private final Means means;
    private final List<LoadAgent> agents;

    /// What agents need that is not their own.
    public record Means(Clock clock, SecureRandom random) {}

    Crew(Http http, ServerIdentity server, Means means, List<LoadAgent> agents) {
        this.http = http;
        this.server = server;
        this.means = means;
        this.agents = List.copyOf(agents);
    }

    /// Agents with keys, announced to the server and approved.
    ///
    /// @param name how their handles start
    public static Crew announced(
            URI url, String name, int count, Means means, Consumer<List<Handle>> approve) {
        var http = new Http(url);
        var server = ServerIdentity.ask(http);
        var agents =
                IntStream.range(0, count)
                        .mapToObj(i -> LoadAgent.announced(http, server, handle(name, i), means))
                        .toList();
        approve.accept(agents.stream().map(LoadAgent::handle).toList());
        return new Crew(http, server, means, agents);
    }

    /// Agents for the floor, which asks nobody for keys: heads and rows of authority without a
    /// seal, written by the administrator. The server itself believes none of them.
    public static Crew unsealed(URI url, String name, int count, Means means, Connection superuser)
            throws SQLException {
        var http = new Http(url);
        var server = ServerIdentity.ask(http);
        var agents =
                IntStream.range(0, count)
                        .mapToObj(i -> unknown(http, server, handle(name, i), means))
                        .toList();
        try (var head = superuser.prepareStatement(HEAD);
                var authority = superuser.prepareStatement(AUTHORITY)) {
            for (var agent : agents) {
                head.setString(1, agent.handle().value());
                head.setLong(2, agent.head().seq());
                head.setBytes(3, agent.head().id().bytes());
                head.addBatch();
                authority.setString(1, agent.handle().value());
                authority.setString(2, "operator:" + agent.handle());
                authority.addBatch();
            }
            head.executeBatch();
            authority.executeBatch();
        }
        return new Crew(http, server, means, agents);
    }

    private static LoadAgent unknown(Http http, ServerIdentity server, Handle handle, Means means) {
        var first = RecordId.of(handle.value().getBytes(StandardCharsets.US_ASCII));
        return LoadAgent.unknown(http, server, handle, means, new Place(0, first));
    }

    private static Handle handle(String name, int number) {
        return new Handle("%s-%03d".formatted(name, number));
    }

    List<LoadAgent> agents() {
        return agents;
    }

    Clock clock() {
        return means.clock();
    }

    SecureRandom random() {
        return means.random();
    }

    ServerIdentity server() {
        return server;
    }

    /// Asks for a nonce and makes sure that every token outlives the next window.
    ///
    /// @return the nonce
    String ready() {
        var nonce = nonce();
        agents.forEach(agent -> agent.renewToken(nonce));
        return nonce;
    }

    /// Any request with a proof is answered with a nonce, whatever the proof is worth.
    String nonce() {
        return http.send("GET", "/.well-known/carapace", Map.of("DPoP", "none"), "")
                .nonce()
                .orElseThrow(() ->
                        new CarapaceException.Forged("the server gives out no nonce with a proof"));
    }
}
