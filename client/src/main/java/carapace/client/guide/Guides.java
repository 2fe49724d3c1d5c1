package carapace.client.guide;

import carapace.client.access.CarapaceException;
import carapace.client.access.Http;
import carapace.client.access.ServerIdentity;
import carapace.protocol.json.JsonException;
import carapace.protocol.record.GuideSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Fetches a server's guides and remembers which were pinned. A changed guide is told, never
/// followed: pinning is a decision of whoever answers for the agent.
public final class Guides {

    private static final String FOLDER = "guides";

    private final Http http;
    private final ServerIdentity server;
    private final Path pins;

    /// @param server as it was first seen
    /// @param home folder of the agents' keys, where pins are kept too: one for each server
    public Guides(Http http, ServerIdentity server, Path home) {
        this.http = http;
        this.server = server;
        this.pins = home.resolve(FOLDER).resolve(server.origin().value());
    }

    /// {@return the text, which the server's key has signed}
    ///
    /// @throws CarapaceException.Forged when it has not, or for another text
    public Guide fetch(Guide.Name name) {
        var text = http.get("/" + name.file()).orRefused().body();
        var jws = http.get("/" + name.file() + ".sig").orRefused().body().strip();
        var signature = verified(name, jws);
        if (!signature.isFor(text.getBytes(StandardCharsets.UTF_8))) {
            throw new CarapaceException.Forged(
                    "%s is not the text that the server has signed".formatted(name.file()));
        }
        return new Guide(text, jws, signature, pinned(name));
    }

    private GuideSignature verified(Guide.Name name, String compact) {
        try {
            var signature = GuideSignature.verify(compact, server.key());
            if (!signature.origin().equals(server.origin())
                    || !signature.name().equals(name.file())) {
                throw new CarapaceException.Forged(
                        "the signature of %s is for something else".formatted(name.file()));
            }
            return signature;
        } catch (JsonException e) {
            throw new CarapaceException.Forged(
                    "the signature of %s does not hold: %s".formatted(name.file(), e.getMessage()),
                    e);
        }
    }

    /// Remembers the server's signature for it: what was pinned can be shown later.
    ///
    /// @throws CarapaceException.Home when it cannot be kept
    public void pin(Guide guide) {
        try {
            Files.createDirectories(pins);
            var fresh = Files.createTempFile(pins, "pin", ".new");
            Files.writeString(fresh, guide.jws());
            Files.move(
                    fresh,
                    pins.resolve(guide.signature().name() + ".sig"),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CarapaceException.Home("cannot keep the pin in " + pins, e);
        }
    }

    private Optional<GuideSignature> pinned(Guide.Name name) {
        try {
            var kept = Files.readString(pins.resolve(name.file() + ".sig"));
            return Optional.of(verified(name, kept.strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CarapaceException.Home("cannot read the pins in " + pins, e);
        }
    }
}
