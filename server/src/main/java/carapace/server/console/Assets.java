package carapace.server.console;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The files that pages need: one stylesheet and one icon, held in memory. Their addresses carry a
/// part of their hash, so that a browser may keep them for ever.
final class Assets {

    private static final String STYLE = "carapace.css";
    private static final String ICON = "favicon.svg";

    private final Map<String, Asset> byName;

    record Asset(String name, String type, Payload payload) {}

    Assets() {
        byName =
                Stream.of(read(STYLE, "text/css;charset=utf-8"), read(ICON, "image/svg+xml"))
                        .collect(Collectors.toUnmodifiableMap(Asset::name, asset -> asset));
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Asset favicon() {
        return find(ICON).orElseThrow();
    }

    String style() {
        return address(STYLE);
    }

    String icon() {
        return address(ICON);
    }

    private String address(String name) {
        return "/assets/" + name + "?v=" + find(name).orElseThrow().payload().version();
    }

    private static Asset read(String name, String type) {
        try (var stream = Assets.class.getResourceAsStream("/assets/console/" + name)) {
            if (stream == null) {
                throw new AssertionError("the build packs " + name);
            }
            return new Asset(name, type, new Payload(stream.readAllBytes()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the asset " + name, e);
        }
    }
}
