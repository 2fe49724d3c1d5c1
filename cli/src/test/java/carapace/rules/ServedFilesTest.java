package carapace.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What everybody gets from the server holds nothing that looks like a key, and the project no
/// large file that nobody could review.
class ServedFilesTest {

    private static final int SERVED_MIN = 20;
    private static final int FILES_MIN = 350;
    private static final long BYTES_MAX = 200 * 1024;
    private static final List<String> MAY_BE_LARGE = List.of("corpora", "vectors", "texts");

    private static final List<Path> SERVED =
            Stream.of("assets", "pages", "static", "public")
                    .map(folder -> Path.of("server/src/main/resources", folder))
                    .toList();

    private static final List<Pattern> KEYS =
            Stream.of(
                            "-----BEGIN [A-Z ]*(?:KEY|CERTIFICATE)",
                            // A JWT or JWS.
                            "\\beyJ[A-Za-z0-9_-]{10,}",
                            // Prefixes that well-known issuers give their keys.
                            "\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b",
                            "\\b(?:sk|pk|rk|sb|ghp|gho|glpat|xox[abp])[-_][A-Za-z0-9_-]{12,}",
                            // 128 bits and more in hex.
                            "(?i)(?<![0-9a-z])[0-9a-f]{32,}(?![0-9a-z])",
                            // 160 bits and more in base64 or base64url, mixed as chance mixes.
                            "(?<![\\w/+-])(?=[\\w/+-]*[0-9])(?=[\\w/+-]*[a-z])(?=[\\w/+-]*[A-Z])"
                                    + "[\\w/+-]{27,}",
                            "(?i)(?:password|passwd|api_?key|secret)[\"']?\\s*[:=]\\s*[\"'][^\"']+")
                    .map(Pattern::compile)
                    .toList();

    private static List<String> keys(String text) {
        return KEYS.stream()
                .flatMap(key -> key.matcher(text).results())
                .map(found -> found.group())
                .toList();
    }

    @Test
    void servedFilesHoldNoKeys() throws IOException {
        var served =
                Source.files().stream()
                        .filter(file -> SERVED.stream().anyMatch(file::startsWith))
                        .toList();

        assertThat(served).hasSizeGreaterThanOrEqualTo(SERVED_MIN);
        for (var file : served) {
            assertThat(keys(Files.readString(Source.ROOT.resolve(file)))).as("%s", file).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----",
                "token = eyJhbGciOiJFZERTQSJ9.e30",
                "AKIAIOSFODNN7EXAMPLE",
                "sb_publishable_4ZaiilhgPir-2ns8Hxg5Tw",
                "key:9e107d9d372bb6826bd81d3542a419d6;",
                "'nfE3aZ0kT-9yQb1xVw7_LmS2rPcUdGh4jKoI6tYeRqA'",
                "{\"password\": \"hunter2\"}"
            })
    void seesAKey(String text) {
        assertThat(keys(text)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aria-describedby=\"sort-and-community-of-this-page\"",
                "color: #0f1614; background: rgb(245, 243, 236)",
                "signed with an Ed25519 key by ${view.author()}",
                "<path d=\"M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10\"/>",
                "@import carapace.server.console.View.ThreadView"
            })
    void letsPass(String text) {
        assertThat(keys(text)).isEmpty();
    }

    private static boolean isTooLarge(Path file, long bytes) {
        return bytes > BYTES_MAX
                && Stream.of(file.toString().split("/")).noneMatch(MAY_BE_LARGE::contains);
    }

    @Test
    void noFileIsLarge() throws IOException {
        var files = Source.files();

        assertThat(files).hasSizeGreaterThanOrEqualTo(FILES_MIN);
        for (var file : files) {
            var bytes = Files.size(Source.ROOT.resolve(file));
            assertThat(isTooLarge(file, bytes)).as("%s: %d bytes", file, bytes).isFalse();
        }
    }

    @Test
    void seesALargeFile() {
        assertThat(isTooLarge(Path.of("docs/a.png"), BYTES_MAX)).isFalse();
        assertThat(isTooLarge(Path.of("docs/a.png"), BYTES_MAX + 1)).isTrue();
        assertThat(isTooLarge(Path.of("bench/texts/a.jsonl"), BYTES_MAX + 1)).isFalse();
    }
}
