package carapace.drills.theft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import carapace.drills.Verdict;
import carapace.drills.theft.FullWriteAccess.Change;
import carapace.server.DrillTarget;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Parts of the drill `breach` on a server whose database, files or audit have the mistake that
/// they look for. Each is planted and taken out again.
class BreachFlawsTest {

    /// Tables, the schema and the key of the context.
    private static final int TABLES_MIN = 16;

    private static final Aftermath UNCHANGED = new Aftermath("nothing changed", Map.of());

    private static final long RELOAD_NANOS_MAX = Duration.ofSeconds(10).toNanos();

    @TempDir private static Path folder;
    private static DrillTarget target;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        target = DrillTarget.start(folder);
        scene = Scene.play(target, target);
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    private static Verdict doors() throws Exception {
        return Part.verdict(target, attempts -> new DatabaseDoors(target, attempts).attack());
    }

    private static void isFound(Verdict verdict, String evidence) {
        assertThat(verdict.held()).as("%s", verdict).isFalse();
        assertThat(verdict.evidence()).anySatisfy(line -> assertThat(line).contains(evidence));
    }

    private static void run(String sql) throws SQLException {
        try (var superuser = new Superuser(target)) {
            superuser.run(sql);
        }
    }

    @Test
    void findsNoOpenDoorOnTheServerAsItIs() throws Exception {
        assertThat(doors().held()).isTrue();
    }

    @Test
    void findsALoginThatCanBeGuessed() throws Exception {
        run("create role root superuser login password 'changeit'");
        try {
            isFound(doors(), "login with a guess: root let in with 'changeit'");
        } finally {
            run("drop role root");
        }
    }

    @Test
    void findsLoginsWithoutAPassword() throws Exception {
        var file = target.databaseFolder().resolve("carapace_hba.conf");
        var kept = Files.readString(file);
        reload(file, "local all all trust\n", true);
        try {
            isFound(doors(), "login without a password: carapace_app let in with ''");
        } finally {
            reload(file, kept, false);
        }
    }

    /// PostgreSQL takes up the new file a moment later.
    private static void reload(Path file, String rules, boolean open) throws Exception {
        Files.writeString(file, rules);
        run("select pg_reload_conf()");
        var deadline = System.nanoTime() + RELOAD_NANOS_MAX;
        while (letsIn() != open) {
            assertThat(System.nanoTime()).as("reload of %s", file).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static boolean letsIn() {
        var properties = new Properties();
        properties.put("user", "carapace_app");
        properties.put("password", "");
        try (var _ = DriverManager.getConnection(target.jdbcUrlWithoutLogin(), properties)) {
            return true;
        } catch (SQLException refused) {
            return false;
        }
    }

    /// A listener in this process that answers as PostgreSQL does: no TLS.
    @Test
    void findsAPostgresOnATcpPort() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var client = listener.accept()) {
                                    client.getInputStream().readNBytes(8);
                                    client.getOutputStream().write('N');
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });

            isFound(doors(), "PostgreSQL on a TCP port: port " + listener.getLocalPort());
            answering.join();
        }
    }

    @Test
    void findsRowsThatShowWithoutAContext() throws Exception {
        run("alter table agents.authority disable row level security");
        try {
            isFound(doors(), "rows for a role without a context: carapace_app sees");
        } finally {
            run("alter table agents.authority enable row level security");
        }
    }

    /// What a session would be, kept for later.
    @Test
    void findsATokenKeptInATable() throws Exception {
        run("create table posts.kept as select '%s' as token".formatted(scene.thief().token()));
        try {
            isFound(loot(Loot::tables), "from a table as token");
        } finally {
            run("drop table posts.kept");
        }
    }

    @Test
    void findsATokenThatIsGoneFromItsTableButNotFromTheFiles() throws Exception {
        run("create table posts.gone as select '%s' as token".formatted(scene.thief().token()));
        run("drop table posts.gone");

        isFound(loot(Loot::files), "from a file as token");
    }

    @Test
    void findsAnAssertionInALog() throws Exception {
        var log = target.logFolder().resolve("requests.log");
        Files.writeString(log, "POST /oauth2/token client_assertion=" + scene.thief().assertion());
        try {
            isFound(loot(Loot::logs), "from a log as assertion");
        } finally {
            Files.delete(log);
        }
    }

    @Test
    void findsTheDatabasesPasswordInATable() throws Exception {
        run("create role backups login password 'kept for the backups'");
        run("create table posts.backups as select 'kept for the backups' as password");
        try {
            isFound(
                    loot(loot -> {
                        loot.tables();
                        loot.passwords();
                    }),
                    "password of a database role: backups: 'kept for the backups'");
        } finally {
            run("drop table posts.backups");
            run("drop role backups");
        }
    }

    private interface Search {
        void in(Loot loot) throws Exception;
    }

    private static Verdict loot(Search search) throws Exception {
        return Part.verdict(
                target,
                attempts ->
                        search.in(new Loot(target, new Credentials(scene, attempts), attempts)));
    }

    /// Each table with the first change that shows in it.
    static Stream<Arguments> tables() throws Exception {
        var first = new TreeMap<String, Change>();
        for (var change : FullWriteAccess.changes()) {
            for (var named : change.named()) {
                first.putIfAbsent(named.substring(0, named.indexOf(' ')), change);
            }
        }
        assertThat(first).hasSizeGreaterThanOrEqualTo(TABLES_MIN);
        return first.entrySet().stream()
                .map(each ->
                        Arguments.argumentSet(
                                "%s: %s".formatted(each.getKey(), each.getValue().what()),
                                each.getKey(),
                                each.getValue()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void findsAnAuditThatIsBlindToATable(String table, Change change) throws Exception {
        var evidence = "a change that the audit does not name: " + change.what();

        target.overlook(table);
        try {
            isFound(Part.untilBreach(target, write(change), evidence), evidence + ": not " + table);
        } finally {
            target.overlook();
        }
    }

    private static Part write(Change change) {
        return attempts -> new FullWriteAccess(scene, target, attempts).attack(List.of(change));
    }

    /// The last of the changes, after which nobody is served.
    private static Change keyOfTheContext(Map<String, String> refusals) throws Exception {
        var change = FullWriteAccess.changes().getLast();
        assertThat(change.after().refusals()).hasSize(Bystander.STEPS.size());
        return new Change(
                new Aftermath(change.what(), refusals),
                change.named(),
                change.hidden(),
                change.statements(),
                change.undo());
    }

    private static void tellsNothing(Part part, String why) {
        assertThatThrownBy(() -> Part.verdict(target, part))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(why);
    }

    @Test
    void takesNoServerThatIsDownForOneThatHolds() throws Exception {
        tellsNothing(
                write(keyOfTheContext(Map.of())), "of an agent that was left alone should work");
    }

    @Test
    void takesNoRefusalForAnother() throws Exception {
        tellsNothing(
                write(keyOfTheContext(Map.of("act", "internal", "read", "internal"))),
                "it is none of [internal]");
    }

    @Test
    void findsAServerThatGoesOnWhenItShouldRefuseEverybody() throws Exception {
        var nothing =
                new Change(
                        new Aftermath("nothing", Map.of("read", "database-unavailable")),
                        List.of(),
                        List.of(),
                        "select 1",
                        "");

        isFound(
                Part.verdict(target, write(nothing)),
                "somebody served by a server that should refuse everybody: nothing: read");
    }

    @Test
    void takesNoFailureForARefusalOfACredential() throws Exception {
        var token = scene.thief().token();
        try (var superuser = new Superuser(target)) {
            var saved = superuser.save();
            superuser.run(keyOfTheContext(Map.of()).statements());
            try {
                tellsNothing(
                        attempts -> new Credentials(scene, attempts).present(token, "somewhere"),
                        "cannot tell what became of 'somewhere as token'");
            } finally {
                superuser.restore(saved);
            }
        }
    }

    @Test
    void takesNoServerThatIsDownForAReaderWhoSees() throws Exception {
        var post = scene.fill("{post.id}");
        try (var superuser = new Superuser(target)) {
            var saved = superuser.save();
            superuser.run(keyOfTheContext(Map.of()).statements());
            try {
                tellsNothing(
                        attempts ->
                                new VerifyingReader(scene, attempts).read(UNCHANGED, "post", post),
                        "a client could not read");
            } finally {
                superuser.restore(saved);
            }
        }
    }

    /// The other way round: the client is honest, and what the victim said is taken for a lie.
    @Test
    void findsAClientThatBelievesWhatItIsShown() throws Exception {
        var post = scene.fill("{post.id}");
        var unsaid =
                new Scene(
                        scene.url(),
                        scene.victim(),
                        scene.thief(),
                        scene.frozen(),
                        scene.rotated(),
                        scene.bystander(),
                        scene.untouched(),
                        scene.verifier(),
                        scene.names(),
                        Map.of());

        isFound(
                reads(unsaid, reader -> reader.readFeed(UNCHANGED)),
                "lies of the victim shown by a verifying client: nothing changed");
        isFound(
                reads(scene, reader -> reader.read(UNCHANGED, "post", post)),
                "a changed post that still verifies");
        isFound(
                reads(scene, reader -> reader.read(UNCHANGED, "comment", scene.fill("{reply.id}"))),
                "a changed comment that still verifies");
        isFound(
                reads(scene, reader -> reader.readVictim(UNCHANGED)),
                "a changed agent that still verifies");
        assertThat(reads(scene, reader -> reader.readFeed(UNCHANGED)).held()).isTrue();
    }

    private interface Reading {
        void by(VerifyingReader reader) throws Exception;
    }

    private static Verdict reads(Scene read, Reading reading) throws Exception {
        return Part.verdict(target, attempts -> reading.by(new VerifyingReader(read, attempts)));
    }
}
