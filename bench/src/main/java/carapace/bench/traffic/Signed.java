package carapace.bench.traffic;

import carapace.bench.load.Contestant;
import carapace.bench.load.Requests;
import carapace.bench.traffic.Chains.Acts;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// The server as its clients see it: every request signed, with a proof of its own.
public final class Signed {

    private static final String RECORDS = "/v1/records";

    private Signed() {}

    /// @param paths with query
    public static Contestant reads(URI server, Crew crew, Supplier<String> paths) {
        return new Prepared(
                server,
                requests -> {
                    var nonce = crew.ready();
                    return shared(
                            crew, requests, agent -> agent.request("GET", paths.get(), "", nonce));
                });
    }

    public static Contestant tokens(URI server, Crew crew) {
        return new Prepared(
                server,
                requests -> {
                    var nonce = crew.nonce();
                    return shared(crew, requests, agent -> agent.tokenRequest(nonce));
                });
    }

    static Contestant acts(URI server, Crew crew, Acts acts) {
        return new Prepared(
                server,
                requests -> {
                    var nonce = crew.ready();
                    var chains =
                            Chains.ready(
                                    crew,
                                    acts,
                                    (agent, record) ->
                                            agent.request(
                                                    "POST", RECORDS, LoadAgent.body(record), nonce),
                                    requests);
                    return count -> Chains.connections(chains, count);
                });
    }

    private interface Make {
        byte[] by(LoadAgent agent);
    }

    private static IntFunction<List<Requests>> shared(Crew crew, int requests, Make make) {
        var agents = crew.agents();
        var each = Math.ceilDiv(requests, agents.size());
        // By agent, since an agent's names of proofs are counted by one thread.
        var ready =
                new ArrayList<>(
                        agents.parallelStream()
                                .flatMap(agent ->
                                        IntStream.range(0, each).mapToObj(_ -> make.by(agent)))
                                .toList());
        Collections.shuffle(ready, new Random(1));
        var shared = new Shared(ready);
        return shared::connections;
    }
}
