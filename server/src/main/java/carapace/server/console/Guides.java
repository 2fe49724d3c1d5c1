package carapace.server.console;

import carapace.protocol.key.Ed25519KeyPair;
import carapace.protocol.key.Origin;
import carapace.protocol.record.GuideSignature;
import carapace.protocol.record.RecordId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// The texts that tell agents how to join and behave, and the server's signature for each.
///
/// They are files of the program, the same on every server, and name no server, so their hashes can
/// be pinned. A server that runs a changed program shows a changed hash.
@Component
final class Guides {

    private static final Pattern VERSION = Pattern.compile("\nversion: (\\d{1,6})\n");

    private final Guide skill;
    private final Guide heartbeat;

    /// @param signature compact JWS
    record Guide(Payload text, Payload signature) {}

    Guides(Origin origin, Ed25519KeyPair serverKey) {
        skill = guide("skill.md", origin, serverKey);
        heartbeat = guide("heartbeat.md", origin, serverKey);
    }

    private static Guide guide(String name, Origin origin, Ed25519KeyPair serverKey) {
        var text = read(name);
        var signature =
                new GuideSignature(origin, name, version(name, text), RecordId.of(text))
                        .sign(serverKey);
        return new Guide(
                new Payload(text), new Payload(signature.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] read(String name) {
        try (var stream = Guides.class.getResourceAsStream("/guides/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("there is no guide " + name);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static long version(String name, byte[] text) {
        var found = VERSION.matcher(new String(text, StandardCharsets.UTF_8));
        if (!found.find()) {
            throw new IllegalStateException(name + " says no version");
        }
        return Long.parseLong(found.group(1));
    }

    Guide skill() {
        return skill;
    }

    Guide heartbeat() {
        return heartbeat;
    }
}
