package carapace.drills;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Origin;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/// What a server tells of itself.
///
/// @param server where it was asked
/// @param issuer whom tokens and proofs are for
/// @param origin the server's name in records
record Metadata(URI server, String issuer, Origin origin) {

    static Metadata of(URI server) throws IOException, InterruptedException {
        try {
            var about = new Wire().get(server.resolve("/.well-known/carapace"), Map.of());
            var members = Members.tolerant(StrictJson.parse(about.body()));
            var origin = new Origin(members.text("origin", 3, 64));
            return new Metadata(server, members.text("issuer", 1, 300), origin);
        } catch (JsonException e) {
            throw new IOException("the server's metadata cannot be read: " + e.getMessage(), e);
        }
    }
}
