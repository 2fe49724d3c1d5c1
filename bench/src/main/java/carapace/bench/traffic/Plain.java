package carapace.bench.traffic;

import carapace.bench.floor.FloorActs;
import carapace.bench.load.Contestant;
import carapace.bench.load.Requests;
import carapace.bench.traffic.Chains.Acts;
import carapace.protocol.json.JsonWriter;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Requests that nobody signed: the floor, and public pages.
public final class Plain {

    /// Browsers all take compressed pages.
    private static final String AS_A_BROWSER = "Accept-Encoding: gzip\r\n";

    private static final String JSON = "Content-Type: application/json\r\n";

    /// Different paths that are made ready; they are sent again and again.
    private static final int PATHS = 2_000;

    private Plain() {}

    /// The same request again and again.
    public static Contestant page(URI server, String path) {
        var request = HttpText.request(server.toString(), "GET", path, AS_A_BROWSER, "");
        return new Prepared(
                server, _ -> count -> Collections.nCopies(count, Requests.repeating(request)));
    }

    /// @param mode of the floor, such as `/guarded`; empty for the plain one
    public static Contestant reads(URI floor, String mode, Supplier<String> paths) {
        return new Prepared(
                floor,
                _ -> {
                    var ready =
                            Stream.generate(() -> mode + paths.get())
                                    .limit(PATHS)
                                    .map(path ->
                                            HttpText.request(floor.toString(), "GET", path, "", ""))
                                    .toList();
                    return count -> Stream.generate(() -> around(ready)).limit(count).toList();
                });
    }

    private static Requests around(List<byte[]> requests) {
        return new Requests() {
            private int next;

            @Override
            public byte[] next() {
                next = (next + 1) % requests.size();
                return requests.get(next);
            }

            @Override
            public void answered(int status) {}
        };
    }

    /// A token request of the usual size, of which the floor believes everything.
    public static Contestant tokens(URI floor, Crew crew) {
        var request = crew.agents().getFirst().tokenRequest("nobody-looks-at-this");
        return new Prepared(
                floor, _ -> count -> Collections.nCopies(count, Requests.repeating(request)));
    }

    static Contestant acts(URI floor, String mode, Crew crew, Acts acts) {
        var form = new FloorForm(crew.random());
        return new Prepared(
                floor,
                requests -> {
                    var chains =
                            Chains.ready(
                                    crew,
                                    acts,
                                    (agent, record) ->
                                            HttpText.request(
                                                    floor.toString(),
                                                    "POST",
                                                    mode + "/v1/records",
                                                    JSON,
                                                    json(form.of(agent, record))),
                                    requests);
                    return count -> Chains.connections(chains, count);
                });
    }

    private static String json(FloorActs.Act act) {
        var json =
                new JsonWriter()
                        .text("type", act.type())
                        .text("agent", act.agent())
                        .number("seq", act.seq())
                        .text("prev", act.prev())
                        .text("id", act.id())
                        .text("jws", act.jws())
                        .text("receipt", act.receipt())
                        .optional("community", act.community())
                        .optional("title", act.title())
                        .optional("text", act.text())
                        .optional("place", act.place());
        var vote = act.vote();
        return (vote == null ? json : json.number("vote", vote)).write();
    }
}
