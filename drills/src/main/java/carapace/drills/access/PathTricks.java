package carapace.drills.access;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Other spellings of a path, by which one part of a server may take it for another path than the
/// next part does.
final class PathTricks {

    private PathTricks() {}

    /// @param path with at least one letter
    static List<String> of(String path) {
        var last = path.lastIndexOf('/');
        var head = path.substring(0, last);
        var tail = path.substring(last + 1);
        return List.of(
                "/" + path,
                path.substring(0, last) + "//" + tail,
                path + "/",
                path + "//",
                path + "/.",
                path + "/../" + tail,
                "/." + path,
                "/x/.." + path,
                head + "/./" + tail,
                "/%2e" + path,
                "/x/%2e%2e" + path,
                "/%2f" + path,
                path + "%2f",
                path + "%00",
                path + "%20",
                path + "%09",
                path + "%0a",
                path + "%3f",
                path + "%23",
                path + "%5c",
                path + "\\",
                path + ";",
                path + ";jsessionid=1",
                head + ";x=y/" + tail,
                path + ".json",
                path + ".html",
                path + ".",
                path.toUpperCase(Locale.ROOT),
                path + "%C0%AF",
                path + "%252f",
                encoded(path),
                "http://127.0.0.1" + path + "/",
                "*");
    }

    /// Each letter in its percent-encoded form.
    private static String encoded(String path) {
        return path.chars()
                .mapToObj(letter -> letter == '/' ? "/" : "%%%02x".formatted(letter))
                .collect(Collectors.joining());
    }
}
