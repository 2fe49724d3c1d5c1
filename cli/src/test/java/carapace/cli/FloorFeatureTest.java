package carapace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.bench.Site;
import carapace.bench.Texts;
import carapace.bench.floor.FloorSchema;
import carapace.bench.load.Contestant;
import carapace.bench.traffic.Crew;
import carapace.bench.traffic.Crew.Means;
import carapace.bench.traffic.Places;
import carapace.bench.traffic.RealInput;
import carapace.bench.traffic.RealInput.Words;
import carapace.bench.traffic.Talk;
import carapace.client.access.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The floor does the server's work: the same answers, and the same rows for the same acts.
class FloorFeatureTest {

    private static final Words WORDS = new Words(Texts.posts(), Texts.comments());
    private static final Means MEANS = new Means(Clock.systemUTC(), new SecureRandom());
    private static final int ACTS = 8;

    /// Everything that an act writes.
    private static final List<String> TABLES =
            List.of(
                    "ledger.records",
                    "ledger.outbox",
                    "posts.posts",
                    "posts.bodies",
                    "posts.ranks",
                    "posts.comments",
                    "votes.votes");

    private static Site site;
    private static Crew crew;
    private static Crew floorCrew;
    private static Places places;

    @BeforeAll
    static void start() throws Exception {
        site = BenchSite.start();
        new RealInput(WORDS, new RealInput.Size(4, 60, 80, 200)).play(site.server(), site::approve);
        try (var superuser = site.superuser()) {
            awaitFold(superuser);
            FloorSchema.create(superuser);
            places = Places.drawn(superuser);
            floorCrew = Crew.unsealed(site.server(), "floor", 2, MEANS, superuser);
        }
        crew = Crew.announced(site.server(), "crew", 2, MEANS, site::approve);
    }

    private static void awaitFold(Connection superuser) throws SQLException, InterruptedException {
        for (var i = 0; i < 200 && count(superuser, "posts.deltas") > 0; i++) {
            Thread.sleep(50);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static long count(Connection superuser, String table) throws SQLException {
        try (var statement = superuser.createStatement();
                var results = statement.executeQuery("select count(*) from " + table)) {
            results.next();
            return results.getLong(1);
        }
    }

    private static Map<String, Long> counts() throws SQLException {
        var counts = new TreeMap<String, Long>();
        try (var superuser = site.superuser()) {
            for (var table : TABLES) {
                counts.put(table, count(superuser, table));
            }
        }
        return counts;
    }

    @Test
    void standsBesideNoServerThatSomebodyNeeds(@TempDir Path data) {
        assertThat(Main.run("floor", "--data", data.toString())).isEqualTo(Main.WRONG_USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/posts?sort=hot&limit=25",
                "/v1/posts?sort=new&limit=25",
                "/v1/posts?sort=hot&limit=100",
                "/v1/posts/THREAD/comments?sort=best&limit=50",
                "/v1/posts/THREAD/comments?sort=best&limit=1",
            })
    void readsWhatTheServerReads(String path) throws IOException {
        var asked = path.replace("THREAD", places.threads().getFirst().value());
        var answer = new Http(site.server()).get(asked).orRefused().body();

        assertThat(answer).contains("\"author\":\"voice-");
        assertThat(body(site.floor(), asked)).isEqualTo(answer);
        assertThat(body(site.floor(), Site.GUARDED + asked)).isEqualTo(answer);
    }

    private static String body(URI floor, String path) {
        return new Http(floor).get(path).orRefused().body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"post", "comment", "vote"})
    void writesWhatTheServerWrites(String kind) throws Exception {
        var talk =
                switch (kind) {
                    case "post" -> Talk.posts(WORDS);
                    case "comment" -> Talk.comments(WORDS, places.posts());
                    default -> Talk.votes(places.posts());
                };
        var server = written(talk.signed(site.server(), crew));
        var floor = written(talk.plain(site.floor(), "", floorCrew));
        var guarded = written(talk.plain(site.floor(), Site.GUARDED, floorCrew));

        assertThat(server.get("ledger.records")).isEqualTo(ACTS);
        assertThat(floor).isEqualTo(server);
        assertThat(guarded.get("ledger.records")).isEqualTo(ACTS);
    }

    /// {@return how many rows more there are after exactly so many acts}
    private static Map<String, Long> written(Contestant contestant) throws Exception {
        var before = counts();
        contestant.prepare(ACTS);
        var measured = contestant.window(1, Duration.ofSeconds(20));
        assertThat(measured.errors()).isZero();
        assertThat(measured.requests()).isEqualTo(ACTS);
        var written = counts();
        written.replaceAll((table, count) -> count - before.getOrDefault(table, 0L));
        return written;
    }
}
