package carapace.server.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import carapace.server.database.Caller;
import carapace.server.database.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The numbers by which posts are ordered, and what must hold of them: `docs/ranking.md`.
class RankingTest {

    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofHours(6);
    private static final double ROUNDING = 1e-9;

    private static final TestDatabase TEST = TestDatabase.fresh();

    @AfterAll
    static void close() {
        TEST.close();
    }

    private static @Nullable Double number(String sql, Object... params) {
        var answer =
                TEST.database()
                        .list(
                                Caller.node(),
                                sql,
                                row -> List.of(String.valueOf(row.stringOrNull(1))),
                                params);
        var text = answer.getFirst().getFirst();
        return text.equals("null") ? null : Double.valueOf(text);
    }

    private static double present(String sql, Object... params) {
        var number = number(sql, params);
        if (number == null) {
            throw new AssertionError(sql + " is null");
        }
        return number;
    }

    private static long heat(Instant posted, Instant voted) {
        return (long) present("select posts.heat(?, ?)", posted, voted);
    }

    private static double rising(long heat, Instant posted) {
        return present("select posts.rising(?, ?)", heat, posted);
    }

    private static @Nullable Double controversial(long ups, long downs) {
        return number("select posts.controversial(?, ?)", ups, downs);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1024",
        "PT-1M, 1024",
        "PT6H, 2048",
        "PT12H, 4096",
        "PT3H, 1448",
        "P6D, 17179869184",
        "P6DT1S, 17179869184",
        "P3650D, 17179869184"
    })
    void aVoteWeighsTwiceAsMuchEverySixHoursForSixDays(Duration after, long heat) {
        assertThat(heat(EPOCH, EPOCH.plus(after))).isEqualTo(heat);
    }

    /// Forward decay: what counts is when the votes came, not how old the post is.
    @Test
    void votesOfOneTimeCountTheSameForPostsOfAllAges() {
        var vote = EPOCH.plus(Duration.ofDays(200));
        var young = vote.minus(Duration.ofMinutes(10));
        var old = vote.minus(Duration.ofDays(5));
        // A weight is rounded to 1/1024.
        assertThat(rising(heat(young, vote), young))
                .isCloseTo(rising(heat(old, vote), old), within(0.001));
    }

    @Test
    void twiceTheVotesAreAsGoodAsSixHours() {
        var posted = EPOCH.plus(Duration.ofDays(90));
        var now = heat(posted, posted.plus(HALF_LIFE.multipliedBy(4)));
        var later = heat(posted, posted.plus(HALF_LIFE.multipliedBy(5)));
        assertThat(rising(2 * now, posted)).isCloseTo(rising(later, posted), within(ROUNDING));
        assertThat(rising(3 * now, posted)).isGreaterThan(rising(later, posted));
    }

    /// Sums of whole numbers are exact in whatever order votes come and go.
    @Test
    void aVoteTakenBackLeavesNoTrace() {
        var random = new Random(7);
        var sum = 0L;
        var votes = random.longs(200, 0, 6 * 86_400).toArray();
        for (var seconds : votes) {
            sum += heat(EPOCH, EPOCH.plusSeconds(seconds));
        }
        for (var i = votes.length - 1; i > 0; i--) {
            sum -= heat(EPOCH, EPOCH.plusSeconds(votes[i]));
        }
        assertThat(sum).isEqualTo(heat(EPOCH, EPOCH.plusSeconds(votes[0])));
    }

    @Test
    void nothingRisesWithoutMoreVotesForThanAgainst() {
        assertThat(number("select posts.rising(?, ?)", 0L, EPOCH)).isNull();
        assertThat(number("select posts.rising(?, ?)", -1L, EPOCH)).isNull();
        assertThat(rising(1, EPOCH)).isCloseTo(-10, within(ROUNDING));
        assertThat(rising(Long.MAX_VALUE, EPOCH)).isFinite();
        assertThat(rising(1024, Instant.parse("9999-12-31T00:00:00Z"))).isFinite();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "10, 10, 20", "10, 5, 3.872983", "100, 1, 1.047233"})
    void controversyIsAllVotesToThePowerOfTheirBalance(long ups, long downs, double expected) {
        assertThat(controversial(ups, downs)).isCloseTo(expected, within(1e-6));
        assertThat(controversial(downs, ups)).isEqualTo(controversial(ups, downs));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 0", "0, 7"})
    void thereIsNoneWhileAllAgree(long ups, long downs) {
        assertThat(controversial(ups, downs)).isNull();
    }

    @Test
    void moreVotesOfTheSameBalanceAreMoreControversial() {
        for (var many = 1; many < 1_000; many *= 3) {
            assertThat(present("select posts.controversial(?, ?)", many * 6L, many * 3L))
                    .isGreaterThan(
                            present("select posts.controversial(?, ?)", many * 2L, many * 1L));
            assertThat(present("select posts.controversial(?, ?)", many * 5L, many * 5L))
                    .isGreaterThan(
                            present("select posts.controversial(?, ?)", many * 6L, many * 4L));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 3600, 0",
        "1970-01-01T00:59:59.999Z, 3600, 0",
        "1970-01-01T01:00:00Z, 3600, 1",
        "2026-01-01T00:00:00Z, 86400, 20454",
        "2025-12-31T23:59:59.999Z, 86400, 20453"
    })
    void aPeriodEndsWhereTheNextBegins(Instant at, int seconds, double period) {
        assertThat(present("select posts.period(?, ?)", at, seconds)).isEqualTo(period);
    }
}
