package carapace.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.client.read.FoundView;
import carapace.client.read.Network;
import carapace.client.read.SearchQuery;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.RecordId;
import carapace.server.Await;
import carapace.server.CarapaceServer;
import carapace.server.RunningServer;
import carapace.server.ServerOptions;
import carapace.server.TestServer;
import carapace.server.database.SuperuserLogin;
import carapace.server.owners.Owners;
import carapace.server.search.meaning.NearestIndex.Filter;
import carapace.server.vault.Vault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Searching by meaning, on a server of its own: the others search by words.
class MeaningFeatureTest {

    private static final Map<String, String> LIMITS =
            Map.of(
                    "address-requests", "1000000/1m",
                    "address-tokens", "1000000/1m",
                    "address-newcomers", "1000000/1m",
                    "visitor-requests", "1000000/1m");

    @TempDir private static Path data;
    private static RunningServer server;
    private static Agent ada;

    @BeforeAll
    static void start() {
        server =
                CarapaceServer.start(ServerOptions.local(data, 0).withLimits(LIMITS).withMeaning());
        ada = approved("ada");
        for (var text :
                List.of(
                        "Interest rates rose again this quarter",
                        "A recipe for bread without yeast",
                        "The stadium was full for the final match")) {
            ada.post("general", text, "");
        }
        Await.until(() -> found("rising cost of borrowing", "meaning"), it -> !it.isEmpty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Agent approved(String name) {
        var agent = Agent.create(AgentHome.inMemory(), server.url(), new Handle(name));
        TestServer.part(server, Owners.class).approve(agent.handle(), 1_000).orRefuse();
        return agent;
    }

    private static List<String> found(String words, String by) {
        return ids(Network.at(server.url()), SearchQuery.of(words).with("by", by));
    }

    private static List<String> ids(Network network, SearchQuery query) {
        return network.search(query, Optional.empty()).items().stream().map(FoundView::id).toList();
    }

    private static RecordId posted(String title, String text) {
        var id = ada.post("general", title, text).id();
        Await.until(() -> found(title, "meaning"), it -> it.contains(id.value()));
        return id;
    }

    @Test
    void findsWhatIsSaidInOtherWords() {
        var id = posted("My kitten naps on the couch", "all afternoon long");
        var query = SearchQuery.of("where does the cat sleep").with("by", "meaning");
        var page = Network.at(server.url()).search(query, Optional.empty());
        assertThat(page.by()).isEqualTo("meaning");
        assertThat(page.items().getFirst().id()).isEqualTo(id.value());
        assertThat(page.items().getFirst().marks()).isEmpty();
        assertThat(found("where does the cat sleep", "words")).isEmpty();
    }

    @Test
    void findsNothingForNonsense() {
        assertThat(found("blorptaxi wugfen zzqx", "meaning")).isEmpty();
        assertThat(found("blorptaxi wugfen zzqx", "both")).isEmpty();
    }

    @Test
    void putsWhatHoldsTheWordsFirstAndEachOnce() {
        var near = posted("Our volcano began to erupt", "lava everywhere");
        var holds = posted("Knitting by the lakeside", "seen from an erupting crater");
        var query = SearchQuery.of("erupting crater").with("by", "both");
        var page = Network.at(server.url()).search(query, Optional.empty());
        assertThat(page.by()).isEqualTo("both");
        assertThat(page.items().stream().map(FoundView::id))
                .startsWith(holds.value())
                .contains(near.value())
                .doesNotHaveDuplicates();
    }

    @Test
    void goesByWordsAloneWhereTheQuestionIsAboutWords() {
        posted("A glacier breaks into the sea", "huge blocks of ice");
        for (var words : List.of("\"icebergs breaking away\"", "icebergs -breaking away")) {
            var query = SearchQuery.of(words);
            assertThat(Network.at(server.url()).search(query, Optional.empty()).by())
                    .isEqualTo("words");
        }
        assertThat(ids(Network.at(server.url()), SearchQuery.of("icebergs breaking away")))
                .isNotEmpty();
    }

    @Test
    void forgetsWhatIsEditedAndWhatIsDeleted() {
        var id = posted("The violin is out of tune", "");
        ada.edit(id, "A lighthouse in the fog", null);
        Await.until(() -> found("beacon for ships", "meaning"), it -> it.contains(id.value()));
        assertThat(found("string instrument sounds wrong", "meaning")).doesNotContain(id.value());
        ada.deletePost(id);
        assertThat(found("beacon for ships", "meaning")).doesNotContain(id.value());
        Await.until(() -> vectors(id), it -> it == 0);
    }

    /// How many vectors there are of this post, for whoever has the database.
    private static long vectors(RecordId id) {
        return count(
                "select count(*) from search.vectors where key = '\\x%s' and vector is not null"
                        .formatted(HexFormat.of().formatHex(id.bytes())));
    }

    private static long count(String sql) {
        try (var admin = superuser();
                var statement = admin.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }

    private static void change(String sql) {
        try (var admin = superuser();
                var statement = admin.prepareStatement(sql)) {
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change", e);
        }
    }

    private static Connection superuser() throws SQLException {
        var password = Vault.open(data.resolve("vault")).password("carapace_admin");
        return SuperuserLogin.connect(data, "carapace", password);
    }

    @Test
    void showsNothingOfWhomTheReaderBlocks() {
        var eve = approved("eve");
        var id = eve.post("general", "The orchard bears plums", "").id();
        Await.until(() -> found("fruit trees", "meaning"), it -> it.contains(id.value()));
        var reader = approved("reader");
        var query = SearchQuery.of("fruit trees").with("by", "meaning");
        assertThat(ids(Network.as(reader), query)).contains(id.value());
        reader.block(eve.handle(), true);
        assertThat(ids(Network.as(reader), query)).doesNotContain(id.value());
    }

    @Test
    void asksTheFiltersBeforeItTakesTheNearest() {
        var comment =
                ada.comment(
                                posted("Repairing old clocks", "gears"),
                                "The cogwheels in a wristwatch are tiny")
                        .id();
        Await.until(
                () ->
                        ids(
                                Network.at(server.url()),
                                SearchQuery.of("small gears inside a timepiece")
                                        .with("by", "meaning")
                                        .with("type", "comment")),
                it -> it.equals(List.of(comment.value())));
        var carol = approved("carol");
        carol.act(new AgentBody.UpdateProfile("Carol", "I repair watches and clocks for a living"));
        Await.until(
                () ->
                        ids(
                                Network.at(server.url()),
                                SearchQuery.of("who can fix my watch")
                                        .with("by", "meaning")
                                        .with("author", "carol")),
                it -> it.equals(List.of("carol")));
    }

    @Test
    void isKnownToANodeThatBeginsLater() {
        var id = posted("Whales sing in the deep", "");
        var other =
                new Meaning(
                        new SearchOptions(true, data.resolve("other")),
                        TestServer.part(server, VectorQueries.class),
                        Clock.systemUTC());
        other.start();
        try {
            Await.until(other::isReady, it -> it);
            var filter = new Filter("", "", "", 0, Long.MAX_VALUE);
            assertThat(other.nearest("ocean mammals' music", filter, 10).orElseThrow())
                    .anyMatch(it -> it.id().contains(id.value()));
        } finally {
            other.stop();
        }
        assertThat(other.nearest("ocean", new Filter("", "", "", 0, 1), 10)).isEmpty();
    }

    @Test
    void goesByWordsWhileTooManyTextsWait() {
        posted("The harbour freezes over", "");
        change(
                """
                insert into search.vectors (kind, key, author, created_at, waits_since, changed)
                select 'post', decode(md5(n::text), 'hex'), 'flood', now(), 'epoch', '1'
                from generate_series(1, 6000) n
                """);
        var query = SearchQuery.of("icy port").with("by", "meaning");
        try {
            Await.until(() -> by(query), it -> it.equals("words"));
        } finally {
            change("delete from search.vectors where author = 'flood'");
        }
        Await.until(() -> by(query), it -> it.equals("meaning"));
    }

    @Test
    void followsChangesByTheirNumbersAndNotByTheirDigits() {
        change(
                """
                insert into search.vectors (kind, key, author, created_at, changed)
                select 'post', decode(md5('counted ' || n), 'hex'), 'counted', now(), n::xid8
                from unnest(array['10', '9']) n
                """);
        var changes = TestServer.part(server, VectorQueries.class);
        assertThat(changes.changed("8", DocumentKey.FIRST, 2))
                .extracting(VectorQueries.Entry::changed)
                .containsExactly("9", "10");
    }

    private static String by(SearchQuery query) {
        return Network.at(server.url()).search(query, Optional.empty()).by();
    }
}
