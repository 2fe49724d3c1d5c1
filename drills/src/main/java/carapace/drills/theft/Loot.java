package carapace.drills.theft;

import carapace.drills.Attempts;
import carapace.drills.Inside;
import carapace.protocol.key.Base64Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Claim: 1.5 million tokens could be read. Takes every value of every table, and every string of
/// heap files, WAL and logs, and presents them as each kind of credential.
///
/// Bounds: 400 values of tables (times the ways to write bytes), 250 strings of files and 150 of
/// logs, each once; of 32 MB of files at most. Strings of files are those of 16 to 4,096 characters
/// without spaces that contain at least eight different ones. Passwords of database roles are tried
/// against their verifiers, which the thief has too, without asking the server.
final class Loot {

    private static final int VALUES_MAX = 400;
    private static final int FILE_STRINGS_MAX = 250;
    private static final int LOG_STRINGS_MAX = 150;
    private static final int PASSWORDS_MAX = 400;
    private static final long FILE_BYTES_MAX = 32L << 20;
    private static final int DISTINCT_MIN = 8;

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{16,4096}");

    private static final String COLUMNS =
            """
            select format('select distinct %I::text from %s where %I is not null limit 2000',
                a.attname, c.oid::regclass, a.attname)
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                and a.atttypid in ('text'::regtype, 'bytea'::regtype)
                and n.nspname not in ('pg_catalog', 'information_schema')
            order by 1
            """;

    private static final String VERIFIERS =
            "select rolname || ' ' || rolpassword from pg_authid where rolpassword is not null";

    private final Inside inside;
    private final Credentials credentials;
    private final Attempts attempts;

    Loot(Inside inside, Credentials credentials, Attempts attempts) {
        this.inside = inside;
        this.credentials = credentials;
        this.attempts = attempts;
    }

    void attack() throws Exception {
        List<String> verifiers;
        Set<String> values;
        try (var superuser = new Superuser(inside)) {
            // What is in memory goes to the files.
            superuser.run("checkpoint");
            verifiers = superuser.texts(VERIFIERS);
            values = values(superuser);
            values.addAll(verifiers);
        }
        var files = strings(inside.databaseFolder(), FILE_STRINGS_MAX, values);
        var logs = strings(inside.logFolder(), LOG_STRINGS_MAX, values);
        requireSome(values, files);
        present(values, "from a table");
        present(files, "from a file");
        present(logs, "from a log");
        passwords(verifiers, values, files);
    }

    private static void requireSome(Set<String> values, Set<String> files) {
        if (values.size() < 100 || files.size() < 50) {
            throw new IllegalStateException(
                    "too little was found to try: %d values, %d strings"
                            .formatted(values.size(), files.size()));
        }
    }

    private static Set<String> values(Superuser superuser) throws SQLException {
        var values = new LinkedHashSet<String>();
        var columns = superuser.texts(COLUMNS);
        // A few of each column, so that no table hides behind another.
        var share = Math.max(5, VALUES_MAX / Math.max(1, columns.size()));
        for (var column : columns) {
            superuser.texts(column).stream()
                    .sorted()
                    .limit(share)
                    .forEach(value -> values.addAll(forms(value)));
        }
        return values;
    }

    /// Bytes are written in three ways, as they would be in a token.
    private static List<String> forms(String value) {
        if (!value.startsWith("\\x") || value.length() < 18) {
            return value.length() < 8 ? List.of() : List.of(value);
        }
        var hex = value.substring(2);
        return List.of(hex, Base64Url.encode(HexFormat.of().parseHex(hex)));
    }

    private static Set<String> strings(Path folder, int most, Set<String> known)
            throws IOException {
        var strings = new LinkedHashSet<String>();
        for (var file : files(folder)) {
            var text = read(file);
            var found = PRINTABLE.matcher(text);
            while (found.find() && strings.size() < most) {
                var string = found.group();
                if (string.chars().distinct().count() >= DISTINCT_MIN && !known.contains(string)) {
                    strings.add(string);
                }
            }
        }
        return strings;
    }

    /// WAL first: it also has what tables no longer have.
    private static List<Path> files(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            var files = walk.filter(Files::isRegularFile).sorted().toList();
            var ordered = new ArrayList<Path>();
            files.stream().filter(Loot::isWal).forEach(ordered::add);
            files.stream().filter(file -> !isWal(file)).forEach(ordered::add);
            return ordered;
        }
    }

    private static boolean isWal(Path file) {
        return file.toString().contains("/pg_wal/");
    }

    private static String read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes((int) FILE_BYTES_MAX), StandardCharsets.ISO_8859_1);
        } catch (java.nio.file.NoSuchFileException gone) {
            return "";
        }
    }

    private void present(Set<String> strings, String from) throws Exception {
        for (var string : strings) {
            credentials.present(string, from);
        }
    }

    private void passwords(List<String> verifiers, Set<String> values, Set<String> files)
            throws Exception {
        var guesses = new LinkedHashSet<>(values);
        guesses.addAll(files);
        for (var line : verifiers) {
            var role = line.substring(0, line.indexOf(' '));
            var verifier = ScramVerifier.parse(line.substring(line.indexOf(' ') + 1));
            for (var guess :
                    guesses.stream().filter(Loot::mayBePassword).limit(PASSWORDS_MAX).toList()) {
                attempts.tried(
                        "password of a database role",
                        verifier.accepts(guess),
                        "%s: '%s'".formatted(role, guess));
            }
        }
    }

    private static boolean mayBePassword(String text) {
        return text.length() <= 128;
    }
}
