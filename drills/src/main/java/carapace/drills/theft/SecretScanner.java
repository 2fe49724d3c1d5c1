package carapace.drills.theft;

import carapace.protocol.key.Base64Url;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Finds what looks like a credential in what a server shows.
///
/// Two rules. *Shape*: what only credentials look like (private keys, tokens of well-known
/// services, passwords in URLs and assignments, JSON Web Keys with their private part, JWS other
/// than records, receipts and signatures of guides) is always found. *Chance*: a run of 20 to 200
/// letters and digits that no human wrote (three classes of characters, or hexadecimal; at least
/// 3.5 bits of entropy a character, 3 for hexadecimal) is found unless it was published on purpose.
/// Published are ids of records that the server has, members `x`, `y`, `kid`, `claim` and
/// `messaging` of public documents, paths that the server answers, and the signatures of records
/// and receipts. What stands inside records, receipts and cursors is looked at as if it stood in
/// the open.
final class SecretScanner {

    private static final String CHANCE = "high entropy";
    private static final int DEPTH_MAX = 3;
    private static final double BITS_MIN = 3.5;
    private static final double HEX_BITS_MIN = 3.0;

    private static final Map<String, Pattern> SHAPES =
            Map.of(
                    "private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
                    "private JWK", Pattern.compile("\"d\"\\s*:\\s*\"[A-Za-z0-9_-]{20,}\""),
                    "cloud key", Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
                    "service token",
                            Pattern.compile(
                                    "\\b(?:gh[pousr]_|sk-|xox[abpr]-|glpat-)[A-Za-z0-9_-]{16,}"),
                    "password in a URL", Pattern.compile("\\b[a-z]+://[^/\\s:@\"]+:[^/\\s@\"]+@"),
                    "assigned secret",
                            Pattern.compile(
                                    "(?i)\\b(?:password|passwd|secret|api[_-]?key|service[_-]?role)"
                                            + "[\"']?\\s*[:=]\\s*[\"'][^\"'\\s]{8,}[\"']"));

    private static final Pattern JWS =
            Pattern.compile("\\b(eyJ[A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");
    private static final Pattern PUBLISHED_TYPE =
            Pattern.compile("\"typ\"\\s*:\\s*\"carapace-(?:record|receipt|guide)\\+jws\"");
    private static final Pattern PUBLIC_MEMBER =
            Pattern.compile(
                    "\"(?:x|y|kid|claim|messaging|sha256)\"\\s*:\\s*\"([A-Za-z0-9_-]{20,2000})\"");
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/_-]{20,200}={0,2}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32,}");

    private final Predicate<String> isPublished;
    private final Set<String> members = new HashSet<>();
    private final Set<String> chance = new LinkedHashSet<>();

    /// @param isPublished whether the server shows this as an id or a path
    SecretScanner(Predicate<String> isPublished) {
        this.isPublished = isPublished;
    }

    /// @param kind what it looks like
    record Finding(String kind, String text) {

        /// {@return whether it is of those shapes that only secrets have}
        boolean isShape() {
            return SHAPES.containsKey(kind);
        }

        /// {@return whether nothing but chance speaks for it}
        boolean isByChance() {
            return kind.equals(CHANCE);
        }
    }

    /// {@return every string that chance made, also those that were published on purpose}
    Set<String> chance() {
        return chance;
    }

    /// Learns what public documents publish, before anything is scanned.
    void learn(String text) {
        learn(text, 0);
    }

    private void learn(String text, int depth) {
        var published = PUBLIC_MEMBER.matcher(text);
        while (published.find()) {
            // A long one is looked at in pieces.
            RUN.matcher(published.group(1)).results().forEach(run -> members.add(run.group()));
        }
        if (depth < DEPTH_MAX) {
            var inner = JWS.matcher(text);
            while (inner.find()) {
                learn(decoded(inner.group(1)) + decoded(inner.group(2)), depth + 1);
            }
        }
    }

    List<Finding> scan(String text) {
        var findings = new ArrayList<Finding>();
        scan(text, findings, 0);
        return findings;
    }

    private void scan(String text, List<Finding> findings, int depth) {
        SHAPES.forEach((kind, shape) -> {
            var found = shape.matcher(text);
            while (found.find()) {
                findings.add(new Finding(kind, found.group()));
            }
        });
        var rest = new StringBuilder();
        var jws = JWS.matcher(text);
        while (jws.find()) {
            if (PUBLISHED_TYPE.matcher(decoded(jws.group(1))).find() && depth < DEPTH_MAX) {
                scan(decoded(jws.group(2)), findings, depth + 1);
                jws.appendReplacement(rest, " ");
            } else {
                findings.add(new Finding("token", jws.group()));
                jws.appendReplacement(rest, " ");
            }
        }
        jws.appendTail(rest);
        var runs = RUN.matcher(rest);
        while (runs.find()) {
            run(runs.group(), findings, depth);
        }
    }

    private void run(String run, List<Finding> findings, int depth) {
        if (!isChance(run)) {
            return;
        }
        var inside = decoded(run);
        if (depth < DEPTH_MAX && isPrintable(inside)) {
            scan(inside, findings, depth + 1);
            return;
        }
        chance.add(run);
        if (!members.contains(run) && !isPublished.test(run)) {
            findings.add(new Finding(CHANCE, run));
        }
    }

    /// {@return whether no human wrote this}
    static boolean isChance(String run) {
        if (HEX.matcher(run).matches()) {
            return entropy(run) >= HEX_BITS_MIN && run.matches(".*[0-9].*");
        }
        var classes = 0;
        classes += run.matches(".*[a-z].*") ? 1 : 0;
        classes += run.matches(".*[A-Z].*") ? 1 : 0;
        classes += run.matches(".*[0-9].*") ? 1 : 0;
        return classes == 3 && entropy(run) >= BITS_MIN;
    }

    /// Shannon's, in bits a character, of the run itself.
    private static double entropy(String run) {
        var counts = new int[128];
        run.chars().forEach(c -> counts[c & 127]++);
        var bits = 0.0;
        for (var count : counts) {
            if (count > 0) {
                var share = (double) count / run.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64Url.decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isPrintable(String text) {
        return text.length() > 8 && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
