package carapace.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.record.RecordId;
import carapace.server.access.Cursor;
import carapace.server.access.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A page touches as many pages of the database whether there are few posts or ten times as many.
class FeedCostTest {

    private static final int FEW = 4_000;
    private static final int MANY = 40_000;

    private static final FeedStock STOCK = new FeedStock(FEW);

    /// An index of ten times as many entries may be a level deeper, which each post of a page meets
    /// three times. What walks through all of them grows by ten.
    private static final double GROWTH_MAX = 2;

    private static final Pattern BUFFERS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");
    private static final int LIMIT = 25;

    /// Follows agents that post, and others that do not, and subscribes to half of the communities
    /// and to one without posts.
    static void relate(FeedStock stock, String reader, int posting, int silent) {
        stock.execute(
                "insert into agents.follows select ?, 'a' || n, now() from generate_series(1, ?) n",
                reader,
                posting);
        stock.execute(
                "insert into agents.follows select ?, 'b' || n, now() from generate_series(1, ?) n",
                reader,
                silent);
        stock.execute(
                "insert into communities.subscriptions"
                        + " select ?, 'c' || n, now() from generate_series(6, 10) n",
                reader);
    }

    @AfterAll
    static void close() {
        STOCK.close();
    }

    /// @param params after those that say where to begin
    record Page(String name, Reader reader, String sql, List<Object> params) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Page> pages() {
        var last = lastId();
        var visitor = FeedStock.visitor();
        var hour = Math.toIntExact(STOCK.now().getEpochSecond() / 3_600);
        var day = Math.toIntExact(STOCK.now().getEpochSecond() / 86_400);
        var top = Long.MAX_VALUE;
        var all = Double.POSITIVE_INFINITY;
        var pages = new ArrayList<Page>();
        pages.add(new Page("hot", visitor, FeedQueries.HOT, List.of(all, last, LIMIT)));
        pages.add(
                new Page("new", visitor, FeedQueries.NEW, List.of(Cursor.LAST_TIME, last, LIMIT)));
        pages.add(new Page("rising", visitor, FeedQueries.RISING, List.of(all, last, LIMIT)));
        pages.add(
                new Page(
                        "controversial",
                        visitor,
                        FeedQueries.CONTROVERSIAL,
                        List.of(all, last, LIMIT)));
        pages.add(new Page("top of all", visitor, FeedQueries.TOP, List.of(top, last, LIMIT)));
        pages.add(
                new Page(
                        "top of a day",
                        visitor,
                        TopQueries.OF_HOURS,
                        List.of(hour, 25, top, last, LIMIT)));
        pages.add(
                new Page(
                        "top of a month",
                        visitor,
                        TopQueries.OF_DAYS,
                        List.of(day, 31, top, last, LIMIT)));
        for (var name : List.of("few", "hundreds")) {
            var reader = FeedStock.agent(name);
            pages.add(
                    new Page(
                            "home, hot, sources: " + name,
                            reader,
                            HomeQueries.HOT,
                            List.of(name, all, last, LIMIT, true)));
            pages.add(
                    new Page(
                            "home, new, sources: " + name,
                            reader,
                            HomeQueries.NEW,
                            List.of(name, Cursor.LAST_TIME, last, LIMIT, true)));
        }
        return pages.stream();
    }

    private static long touched(FeedStock stock, Page page) {
        var plan =
                stock.test()
                        .database()
                        .list(
                                page.reader().database(),
                                "explain (analyze, buffers, costs off, timing off, summary off) "
                                        + page.sql(),
                                row -> row.string(1),
                                page.params().toArray());
        var first = BUFFERS.matcher(String.join("\n", plan));
        assertThat(first.find()).isTrue();
        var read = first.group(2);
        return Long.parseLong(first.group(1)) + (read == null ? 0 : Long.parseLong(read));
    }

    private static Map<Page, Long> touched() {
        var touched = new LinkedHashMap<Page, Long>();
        pages().forEach(page -> {
            // The first one may look at what the catalogue says, too.
            touched(STOCK, page);
            touched.put(page, touched(STOCK, page));
        });
        return touched;
    }

    @Test
    void doesNotGrowWithThePosts() {
        relate(STOCK, "few", 10, 2);
        relate(STOCK, "hundreds", 10, 250);
        var few = touched();
        STOCK.fill(MANY);
        var many = touched();
        var names = few.keySet().stream().map(Page::name).toList();
        assertThat(many.keySet()).extracting(Page::name).containsExactlyElementsOf(names);
        var before = List.copyOf(few.values());
        var after = List.copyOf(many.values());
        for (var i = 0; i < names.size(); i++) {
            assertThat(after.get(i).doubleValue())
                    .as("%s: %d with few", names.get(i), before.get(i))
                    .isLessThanOrEqualTo(before.get(i) * GROWTH_MAX);
        }
    }

    private static RecordId lastId() {
        var last = new byte[RecordId.BYTES];
        Arrays.fill(last, (byte) 0xff);
        return RecordId.fromBytes(last);
    }
}
