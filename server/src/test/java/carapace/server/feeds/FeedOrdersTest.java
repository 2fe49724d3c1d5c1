package carapace.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.AgentCaller;
import carapace.server.feeds.FeedStock.Entry;
import carapace.server.feeds.HomeRequest.Filter;
import carapace.server.posts.Post;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every feed, read to its end page by page, is what sorting all posts makes of it.
class FeedOrdersTest {

    private static final FeedStock STOCK = new FeedStock(3_000);
    private static final List<Entry> ENTRIES = STOCK.entries();

    @AfterAll
    static void close() {
        STOCK.close();
    }

    private static List<RecordId> expected(FeedSort sort, Predicate<Entry> wanted) {
        var ids =
                Comparator.<Entry, byte[]>comparing(it -> it.id().bytes(), Arrays::compareUnsigned);
        return ENTRIES.stream()
                .filter(wanted)
                .filter(entry -> belongs(sort, entry))
                .sorted(
                        Comparator.comparingDouble((Entry it) -> key(sort, it))
                                .thenComparing(ids)
                                .reversed())
                .map(Entry::id)
                .toList();
    }

    private static double key(FeedSort sort, Entry entry) {
        return switch (sort) {
            case HOT -> entry.hot();
            case NEW -> entry.createdAt().toEpochMilli();
            case RISING -> number(entry.rising());
            case CONTROVERSIAL -> number(entry.controversial());
            case TOP_HOUR, TOP_DAY, TOP_WEEK, TOP_MONTH, TOP_ALL -> entry.score();
        };
    }

    private static double number(@Nullable Double number) {
        return Objects.requireNonNull(number);
    }

    private static boolean belongs(FeedSort sort, Entry entry) {
        return switch (sort) {
            case HOT, NEW, TOP_ALL -> true;
            case RISING -> entry.rising() != null;
            case CONTROVERSIAL -> entry.controversial() != null;
            case TOP_HOUR -> isFrom(entry, ChronoUnit.HOURS, 1);
            case TOP_DAY -> isFrom(entry, ChronoUnit.HOURS, 24);
            case TOP_WEEK -> isFrom(entry, ChronoUnit.DAYS, 7);
            case TOP_MONTH -> isFrom(entry, ChronoUnit.DAYS, 30);
        };
    }

    private static boolean isFrom(Entry entry, ChronoUnit period, int before) {
        Instant from = STOCK.now().truncatedTo(period).minus(before, period);
        return !entry.createdAt().isBefore(from);
    }

    private static List<RecordId> readAll(Function<String, FeedPage> read) {
        var ids = new ArrayList<RecordId>();
        var next = Optional.of("");
        for (var page = 0; next.isPresent() && page < 1_000; page++) {
            var answer = read.apply(next.get());
            answer.posts().stream().map(Post::id).forEach(ids::add);
            next = answer.next();
        }
        return ids;
    }

    private static List<RecordId> feed(
            FeedSort sort, Optional<String> community, Optional<String> author) {
        return readAll(cursor ->
                STOCK.feeds()
                        .page(
                                FeedStock.visitor(),
                                new FeedRequest(
                                        sort,
                                        community.map(CommunityName::new),
                                        author.map(Handle::new),
                                        cursor,
                                        7)));
    }

    @ParameterizedTest
    @EnumSource(FeedSort.class)
    void everywhere(FeedSort sort) {
        assertThat(feed(sort, Optional.empty(), Optional.empty()))
                .hasSizeGreaterThan(1)
                .isEqualTo(expected(sort, _ -> true));
    }

    @ParameterizedTest
    @EnumSource(FeedSort.class)
    void inACommunity(FeedSort sort) {
        assertThat(feed(sort, Optional.of("c3"), Optional.empty()))
                .isEqualTo(expected(sort, entry -> entry.community().equals("c3")));
    }

    @ParameterizedTest
    @EnumSource(names = {"HOT", "NEW"})
    void ofAnAuthor(FeedSort sort) {
        assertThat(feed(sort, Optional.empty(), Optional.of("a7")))
                .hasSizeGreaterThan(1)
                .isEqualTo(expected(sort, entry -> entry.author().equals("a7")));
    }

    private static List<RecordId> home(AgentCaller reader, FeedSort sort, Filter filter) {
        return readAll(
                cursor -> STOCK.feeds().home(reader, new HomeRequest(sort, filter, cursor, 7)));
    }

    private static void subscribe(String reader, List<String> communities) {
        communities.forEach(it ->
                STOCK.execute(
                        "insert into communities.subscriptions values (?, ?, now())", reader, it));
    }

    private static void relate(String table, String reader, List<String> agents) {
        var sql =
                table.equals("follows")
                        ? "insert into agents.follows values (?, ?, now())"
                        : "insert into agents.blocks values (?, ?, now())";
        agents.forEach(it -> STOCK.execute(sql, reader, it));
    }

    private static List<String> numbered(String prefix, int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> prefix + n).toList();
    }

    /// A post may come from a community and from its author: it is shown once. With 300 followed
    /// who never posted the sources are many, and the last posts of all are looked through first.
    @ParameterizedTest
    @CsvSource({"HOT, 0", "NEW, 0", "HOT, 300", "NEW, 300"})
    void homeHasEachPostOfEachSourceOnce(FeedSort sort, int silent) {
        var name = "reader-%s-%d".formatted(sort.wireName(), silent);
        subscribe(name, List.of("c1", "c4"));
        relate("follows", name, List.of("a3", "a8", "a21"));
        relate("follows", name, numbered("silent-", 0, silent));
        relate("blocks", name, List.of("a8", "a11"));
        var reader = FeedStock.agent(name);
        assertThat(home(reader, sort, Filter.ALL))
                .hasSizeGreaterThan(100)
                .doesNotHaveDuplicates()
                .isEqualTo(
                        expected(
                                sort,
                                entry ->
                                        !List.of("a8", "a11").contains(entry.author())
                                                && (List.of("c1", "c4").contains(entry.community())
                                                        || List.of("a3", "a21")
                                                                .contains(entry.author()))));
        assertThat(home(reader, sort, Filter.FOLLOWING))
                .isEqualTo(expected(sort, entry -> List.of("a3", "a21").contains(entry.author())));
    }

    /// Many sources of which one has posts, none of them among the last thousand.
    @ParameterizedTest
    @EnumSource(names = {"HOT", "NEW"})
    void homeFindsWhatIsFarDown(FeedSort sort) {
        var name = "patient-" + sort.wireName();
        relate("follows", name, numbered("silent-", 0, 400));
        relate("follows", name, List.of("a33"));
        assertThat(home(FeedStock.agent(name), sort, Filter.ALL))
                .hasSizeGreaterThan(10)
                .isEqualTo(expected(sort, entry -> entry.author().equals("a33")));
    }

    @Test
    void homeOfNobodyIsEmpty() {
        assertThat(home(FeedStock.agent("hermit"), FeedSort.HOT, Filter.ALL)).isEmpty();
    }
}
