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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Claim: 1.5 million tokens could be read. Takes every value of every table, and every string of
/// heap files, WAL and logs, and presents them as each kind of credential.
///
/// Bounds: 400 values of tables (times the ways to write bytes), 250 strings of files and 150 of
/// logs, each once; of 32 MB of files at most. Strings of files are those of 16 to 4,096 characters
/// without spaces that contain at least eight different ones: first what looks like a credential
/// ([SecretScanner]), then the others in the order in which they lie there. Passwords of database
/// roles are tried against their verifiers, which the thief has too, without asking the server.
final class Loot {

    private static final int VALUES_MAX = 400;
    private static final int FILE_STRINGS_MAX = 250;
    private static final int LOG_STRINGS_MAX = 150;
    private static final int PASSWORDS_MAX = 400;
    private static final long FILE_BYTES_MAX = 32L << 20;
    private static final int DISTINCT_MIN = 8;

    /// Less is a drill that looked in the wrong place.
    private static final int VALUES_MIN = 100;

    private static final int STRINGS_MIN = 50;

    private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{16,4096}");

    private static final String COLUMNS =
            """
            select format('select distinct %I::text from %s where %I is not null limit 2000',
                a.attname, c.oid::regclass, a.attname)
            from pg_attribute a join pg_class c on c.oid = a.attrelid
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
                and a.atttypid not in ('boolean'::regtype, 'smallint'::regtype, 'integer'::regtype,
                    'bigint'::regtype, 'real'::regtype, 'double precision'::regtype,
                    'timestamptz'::regtype)
                and n.nspname not in ('pg_catalog', 'information_schema')
            order by 1
            """;

    private static final String VERIFIERS =
            "select rolname || ' ' || rolpassword from pg_authid where rolpassword is not null";

    private final Inside inside;
    private final Credentials credentials;
    private final Attempts attempts;
    private final Set<String> values = new LinkedHashSet<>();
    private final Set<String> strings = new LinkedHashSet<>();

    Loot(Inside inside, Credentials credentials, Attempts attempts) {
        this.inside = inside;
        this.credentials = credentials;
        this.attempts = attempts;
    }

    void attack() throws Exception {
        tables();
        files();
        logs();
        passwords();
    }

    void tables() throws Exception {
        try (var superuser = new Superuser(inside)) {
            values.addAll(values(superuser));
            values.addAll(superuser.texts(VERIFIERS));
        }
        requireSome("values of tables", values.size(), VALUES_MIN);
        present(values, "from a table");
    }

    void files() throws Exception {
        try (var superuser = new Superuser(inside)) {
            // What is in memory goes to the files.
            superuser.run("checkpoint");
        }
        strings.addAll(strings(inside.databaseFolder(), FILE_STRINGS_MAX));
        requireSome("strings of files", strings.size(), STRINGS_MIN);
        present(strings, "from a file");
    }

    void logs() throws Exception {
        present(strings(inside.logFolder(), LOG_STRINGS_MAX), "from a log");
    }

    private static void requireSome(String what, int found, int least) {
        if (found < least) {
            throw new IllegalStateException(
                    "too little was found to try: %d %s".formatted(found, what));
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

    /// What looks like a credential, then what chance made, then the rest.
    private Set<String> strings(Path folder, int most) throws IOException {
        var likely = new LinkedHashSet<String>();
        var chance = new LinkedHashSet<String>();
        var rest = new LinkedHashSet<String>();
        for (var file : files(folder)) {
            var scanner = new SecretScanner(values::contains);
            var found = PRINTABLE.matcher(read(file));
            while (found.find()) {
                var string = found.group();
                if (string.chars().distinct().count() < DISTINCT_MIN || values.contains(string)) {
                    continue;
                }
                for (var finding : scanner.scan(string)) {
                    add(finding.text(), finding.isByChance() ? chance : likely, most);
                }
                add(string, rest, most);
            }
        }
        chance.stream().limit(most / 2).forEach(likely::add);
        likely.addAll(rest);
        return likely.stream().limit(most).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void add(String string, Set<String> to, int most) {
        if (to.size() < most) {
            to.add(string);
        }
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

    /// With what tables and files have shown.
    void passwords() throws Exception {
        List<String> verifiers;
        try (var superuser = new Superuser(inside)) {
            verifiers = superuser.texts(VERIFIERS);
        }
        var guesses =
                Stream.concat(values.stream(), strings.stream())
                        .filter(Loot::mayBePassword)
                        .limit(PASSWORDS_MAX)
                        .toList();
        for (var line : verifiers) {
            var role = line.substring(0, line.indexOf(' '));
            var verifier = ScramVerifier.parse(line.substring(line.indexOf(' ') + 1));
            for (var guess : guesses) {
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
