package carapace.drills.injection;

import java.util.List;
import java.util.regex.Pattern;

/// Texts that are code to a server that builds SQL from texts, as scanners send them.
final class Payloads {

    /// Seconds that a sleeping payload takes.
    static final int SLEEP_SECONDS = 2;

    /// What only a database can have made of [#MARK].
    static final String COMPUTED = "carapace-1337";

    private static final String MARK = "'cara'||'pace-'||(191*7)::text";

    /// Words of an answer that come from a database or its driver.
    static final Pattern SQL_WORDS =
            Pattern.compile(
                    "syntax error|unterminated|SQLSTATE|PSQLException|org\\.postgresql|jdbc:"
                            + "|invalid input syntax|malformed array|operator does not exist"
                            + "|division by zero|permission denied for|violates row-level"
                            + "|duplicate key value|does not exist \\(",
                    Pattern.CASE_INSENSITIVE);

    /// A text that is true, and one that differs from it in being false only.
    record Pair(String whenTrue, String whenFalse) {}

    /// A text that sleeps, and the same without sleeping.
    record Sleep(String sleeping, String awake) {

        static Sleep of(String around) {
            return new Sleep(
                    around.formatted("pg_sleep(%d)".formatted(SLEEP_SECONDS)),
                    around.formatted("pg_sleep(0)"));
        }
    }

    /// Broken syntax, unions, stacked statements, and quotes in every disguise.
    static final List<String> SINGLE =
            List.of(
                    "'",
                    "''",
                    "\"",
                    "\\",
                    "\\'",
                    "')",
                    "';",
                    "'))--",
                    "' /*",
                    "$$",
                    "%",
                    "_",
                    "%27",
                    "%2527",
                    "%u0027",
                    "\uff07 or 1=1--",
                    "\u02bc or 1=1--",
                    "\u2019 or 1=1--",
                    "' or '1'='1",
                    "1 or 1=1",
                    "-1",
                    "1e309",
                    "9223372036854775808",
                    "0x27",
                    "NaN",
                    "Infinity",
                    "null",
                    "\u0000",
                    "+999999999-12-31T23:59:59Z",
                    "-999999999-01-01T00:00:00Z",
                    "' union select " + MARK + "--",
                    "' union all select null," + MARK + "--",
                    "' union all select null,null,null,null," + MARK + "--",
                    "x') union select " + MARK + "--",
                    "1 union select " + MARK,
                    "'||" + MARK + "||'",
                    "'; drop table posts.posts; --",
                    "'; update posts.ranks set ups = 1000000; --",
                    "1; select " + MARK,
                    "' and 1=cast((select version()) as int)--",
                    "' and extractvalue(1,concat(0x7e,(select version())))--",
                    "' order by 99--",
                    "' having 1=1--",
                    "{{7*191}}",
                    "${7*191}",
                    "'\r\n or 1=1--");

    static final List<Pair> PAIRS =
            List.of(
                    new Pair("' or '1'='1", "' or '1'='2"),
                    new Pair("' and '1'='1", "' and '1'='2"),
                    new Pair("') or ('1'='1", "') or ('1'='2"),
                    new Pair(" or 1=1", " or 1=2"),
                    new Pair(" and 1=1", " and 1=2"),
                    new Pair("\" or \"1\"=\"1", "\" or \"1\"=\"2"),
                    new Pair("'||''||'", "'||'x'||'"),
                    new Pair("*(1)", "*(0)"));

    static final List<Sleep> SLEEPS =
            List.of(
                    Sleep.of("'||(select %s)||'"),
                    Sleep.of("' or 1=(select 1 from %s)--"),
                    Sleep.of("'; select %s; --"),
                    Sleep.of("1 and 1=(select 1 from %s)"),
                    Sleep.of("(select 1 from %s)"));

    /// For members of records and tokens, of which there are many.
    static final List<String> FEW =
            List.of(
                    "'",
                    "\\",
                    "' or '1'='1",
                    "' union select " + MARK + "--",
                    "'||" + MARK + "||'",
                    "'||(select pg_sleep(2))||'",
                    "'; drop table posts.posts; --",
                    "\uff07 or 1=1--");

    private Payloads() {}
}
