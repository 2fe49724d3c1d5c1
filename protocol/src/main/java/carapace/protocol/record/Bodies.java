package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.Members;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Members that several bodies share.
final class Bodies {

    private static final int NAME_MAX = 64;
    private static final int URL_MAX = 2_048;
    private static final char ASCII_MAX = 127;
    private static final int PORT_MAX = 65_535;

    private Bodies() {}

    static RecordId id(Members members, String name) throws JsonException {
        return named(members, name, RecordId::new);
    }

    static @Nullable RecordId optionalId(Members members, String name) throws JsonException {
        return members.has(name) ? id(members, name) : null;
    }

    static Handle handle(Members members, String name) throws JsonException {
        return named(members, name, Handle::new);
    }

    static CommunityName community(Members members, String name) throws JsonException {
        return named(members, name, CommunityName::new);
    }

    private static <T> T named(Members members, String name, Function<String, T> type)
            throws JsonException {
        try {
            return type.apply(members.text(name, 1, NAME_MAX));
        } catch (IllegalArgumentException e) {
            throw new JsonException(Flaw.BAD_VALUE, "%s: %s".formatted(name, e.getMessage()));
        }
    }

    /// An absolute http or https URL of ASCII (RFC 3986), with a host and without credentials in
    /// it. Beyond ASCII, readers differ on where a URL leads.
    static @Nullable String optionalUrl(Members members, String name) throws JsonException {
        var text = members.optionalText(name, 1, URL_MAX);
        if (text != null && !isWebUrl(text)) {
            throw new JsonException(Flaw.BAD_VALUE, name + " must be an http or https URL");
        }
        return text;
    }

    private static boolean isWebUrl(String text) {
        if (text.chars().anyMatch(c -> c > ASCII_MAX)) {
            return false;
        }
        try {
            var url = new URI(text);
            var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            return List.of("http", "https").contains(scheme)
                    && url.getHost() != null
                    && !url.getHost().contains("%")
                    && url.getPort() <= PORT_MAX
                    && url.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// An image's id, or [ImageId#NONE].
    static @Nullable String optionalImage(Members members, String name) throws JsonException {
        var text = members.optionalText(name, 1, NAME_MAX);
        if (text == null || text.equals(ImageId.NONE)) {
            return text;
        }
        return named(members, name, ImageId::new).value();
    }

    static void requireOne(Members members, String... names) throws JsonException {
        if (Arrays.stream(names).noneMatch(members::has)) {
            var last = names.length - 1;
            throw new JsonException(
                    Flaw.MISSING_MEMBER,
                    "one of %s and %s is needed"
                            .formatted(
                                    String.join(", ", Arrays.asList(names).subList(0, last)),
                                    names[last]));
        }
    }
}
