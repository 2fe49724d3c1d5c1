package carapace.bench;

import carapace.bench.Figure.Limits;
import carapace.bench.Figure.Memory;
import carapace.bench.floor.FloorReads;
import carapace.bench.floor.Sql;
import carapace.bench.load.Contest;
import carapace.bench.load.Contestant;
import carapace.bench.load.Measured;
import carapace.bench.load.Meter;
import carapace.bench.load.Processes;
import carapace.bench.load.TrivialServer;
import carapace.bench.traffic.Bare;
import carapace.bench.traffic.BulkSeed;
import carapace.bench.traffic.Crew;
import carapace.bench.traffic.Crew.Means;
import carapace.bench.traffic.Plain;
import carapace.bench.traffic.RealInput;
import carapace.bench.traffic.Signatures;
import carapace.bench.traffic.Signed;
import carapace.bench.traffic.Talk;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Runs scenarios and says what came of them.
public final class Bench {

    private static final String HOT_FEED = "/v1/posts?sort=hot&limit=25";
    private static final String NEW_FEED = "/v1/posts?sort=new&limit=25";
    private static final String HOME = "/v1/home";
    private static final String HOME_FEED = "/v1/feed?limit=25";
    private static final String NOTIFICATIONS = "/v1/notifications?limit=25";
    private static final int FEED_LIMIT = 25;
    private static final int THREAD_LIMIT = 50;

    /// Orders of everybody's posts beside the hot and the newest.
    private static final List<String> ORDERS =
            List.of(
                    "top&time=hour",
                    "top&time=day",
                    "top&time=week",
                    "top&time=month",
                    "top&time=all",
                    "rising",
                    "controversial");

    /// Agents for each connection, so that none waits for itself.
    private static final int AGENTS_PER_CONNECTION = 4;

    private static final int STARTS_MAX = 5;
    private static final long REST_MILLIS = 3_000;

    private final Plan plan;
    private final Site.Builder sites;
    private final Means means;
    private final Consumer<String> progress;

    /// @param progress told what happens, in short lines
    public Bench(Plan plan, Site.Builder sites, Means means, Consumer<String> progress) {
        this.plan = plan;
        this.sites = sites;
        this.means = means;
        this.progress = progress;
    }

    /// Runs the scenarios one after the other on one throw-away server.
    ///
    /// @return figures in their order, and the memory under load last
    public List<Figure> run(List<Scenario> scenarios) throws Exception {
        var judge = new Judge(plan.scale().judged());
        var figures = new ArrayList<Figure>();
        figures.add(generator());
        try (var ground = ground(plan.scale().real(), plan.scale().seeded())) {
            for (var scenario : scenarios) {
                progress.accept("%s: %s …".formatted(scenario.wireName(), scenario.says()));
                for (var figure : figures(scenario, ground)) {
                    figures.add(judge.judged(scenario, figure));
                }
            }
        }
        judge.underLoad(figures).ifPresent(figures::add);
        return figures;
    }

    private Ground ground(RealInput.Size real, BulkSeed.Target seeded) throws Exception {
        var crewSize = AGENTS_PER_CONNECTION * plan.concurrencyMax();
        return Ground.prepare(sites, real, seeded, crewSize, means, progress);
    }

    private List<Figure> figures(Scenario scenario, Ground ground) throws Exception {
        return switch (scenario) {
            case HOT_FEED, NEW_FEED, THREAD -> reads(scenario, ground);
            case TOP -> orders(ground);
            case HOME -> own(ground, List.of(HOME, HOME_FEED));
            case NOTIFICATIONS -> own(ground, List.of(NOTIFICATIONS));
            case POST, COMMENT, VOTE -> acts(scenario, ground);
            case TOKEN -> tokens(ground);
            case ROW_SECURITY -> rowSecurity(ground);
            case ONE_POST -> onePost(ground);
            case MILLION_POSTS -> millionPosts(ground);
            case PUBLIC_PAGE -> publicPage(ground);
            case START -> List.of(start(ground));
        };
    }

    /// What the load generator itself can do: no figure below is limited by it while it stays far
    /// from this one.
    private Figure generator() throws Exception {
        try (var server = TrivialServer.start()) {
            var contestant = Plain.page(server.url(), HOT_FEED);
            var concurrency = plan.comparedConcurrency();
            var result =
                    contest(() ->
                                    new Meter.Cost(
                                            0,
                                            0,
                                            Processes.cpuMicros(ProcessHandle.current().pid())))
                            .run(concurrency, List.of(contestant))
                            .getFirst();
            return told(Figure.generator(concurrency, result));
        }
    }

    private List<Figure> reads(Scenario scenario, Ground ground) throws Exception {
        var site = ground.site();
        var paths = paths(scenario, ground);
        try (var bare = Bare.reads(site::superuser, bareRead(scenario, ground))) {
            return compare(
                    scenario.wireName(),
                    ground,
                    List.of(
                            Signed.reads(site.server(), ground.crew(), paths),
                            Plain.reads(site.floor(), "", paths),
                            bare,
                            new Signatures(1, 0, means.random())));
        }
    }

    private static Supplier<String> paths(Scenario scenario, Ground ground) throws SQLException {
        return switch (scenario) {
            case HOT_FEED -> () -> HOT_FEED;
            case NEW_FEED -> () -> NEW_FEED;
            default -> {
                var threads = new Rotation<>(ground.places().threads());
                yield () ->
                        "/v1/posts/%s/comments?sort=best&limit=%d"
                                .formatted(threads.next(), THREAD_LIMIT);
            }
        };
    }

    private static Function<Sql, Object> bareRead(Scenario scenario, Ground ground)
            throws SQLException {
        return switch (scenario) {
            case HOT_FEED -> sql -> FloorReads.hot(sql, FEED_LIMIT);
            case NEW_FEED -> sql -> FloorReads.fresh(sql, FEED_LIMIT);
            default -> {
                var threads = new Rotation<>(ground.places().threads());
                yield sql -> FloorReads.thread(sql, threads.next().value(), THREAD_LIMIT);
            }
        };
    }

    private List<Figure> orders(Ground ground) throws Exception {
        var figures = new ArrayList<Figure>();
        for (var order : ORDERS) {
            figures.add(besideHotFeed(order.replace("&time=", ":"), feed(order), ground));
        }
        return figures;
    }

    private static String feed(String order) {
        return "/v1/posts?sort=%s&limit=%d".formatted(order, FEED_LIMIT);
    }

    /// What each agent of the crew reads for itself.
    private List<Figure> own(Ground ground, List<String> paths) throws Exception {
        ground.tie();
        var figures = new ArrayList<Figure>();
        for (var path : paths) {
            var name = path.replaceFirst("/v1/", "").replaceFirst("\\?.*", "");
            figures.add(besideHotFeed(name.equals("feed") ? "home-feed" : name, path, ground));
        }
        return figures;
    }

    private Figure besideHotFeed(String name, String path, Ground ground) throws Exception {
        var server = ground.site().server();
        return compareOnce(
                name,
                ground,
                Signed.reads(server, ground.crew(), () -> path),
                hotFeed(server, ground.crew()));
    }

    private List<Figure> acts(Scenario scenario, Ground ground) throws Exception {
        var site = ground.site();
        var talk = talk(scenario, ground);
        try (var bare = talk.bare(site::superuser, ground.floorCrew())) {
            return compare(
                    scenario.wireName(),
                    ground,
                    List.of(
                            talk.signed(site.server(), ground.crew()),
                            talk.plain(site.floor(), "", ground.floorCrew()),
                            bare,
                            new Signatures(2, 1, means.random())));
        }
    }

    private static Talk talk(Scenario scenario, Ground ground) throws SQLException {
        return switch (scenario) {
            case POST -> Talk.posts(ground.words());
            case COMMENT -> Talk.comments(ground.words(), ground.places().posts());
            default -> Talk.votes(ground.places().posts());
        };
    }

    private List<Figure> tokens(Ground ground) throws Exception {
        var site = ground.site();
        return compare(
                Scenario.TOKEN.wireName(),
                ground,
                List.of(
                        Signed.tokens(site.server(), ground.crew()),
                        Plain.tokens(site.floor(), ground.crew())));
    }

    /// The first against the second; the third and fourth, where they are, say what is possible.
    private List<Figure> compare(String name, Ground ground, List<Contestant> contestants)
            throws Exception {
        var figures = new ArrayList<Figure>();
        for (var concurrency : plan.concurrencies()) {
            var results = contest(ground.site().meter()).run(concurrency, contestants);
            var limits =
                    results.size() < 4
                            ? Limits.NONE
                            : new Limits(
                                    results.get(2).medianPerSecond(),
                                    results.get(3).medianPerSecond());
            figures.add(
                    told(
                            Figure.of(
                                    name,
                                    concurrency,
                                    results.get(0),
                                    results.get(1),
                                    limits,
                                    ground.memory())));
        }
        return figures;
    }

    private Contest contest(Meter meter) {
        return new Contest(plan.window(), plan.rounds(), meter);
    }

    private Figure compareOnce(String name, Ground ground, Contestant system, Contestant floor)
            throws Exception {
        var concurrency = plan.comparedConcurrency();
        var results = contest(ground.site().meter()).run(concurrency, List.of(system, floor));
        return told(
                Figure.of(
                        name,
                        concurrency,
                        results.get(0),
                        results.get(1),
                        Limits.NONE,
                        ground.memory()));
    }

    private Figure told(Figure figure) {
        progress.accept("  " + Report.line(figure));
        return figure;
    }

    private List<Figure> rowSecurity(Ground ground) throws Exception {
        var floor = ground.site().floor();
        var crew = ground.floorCrew();
        var figures = new ArrayList<Figure>();
        for (var scenario : List.of(Scenario.HOT_FEED, Scenario.NEW_FEED, Scenario.THREAD)) {
            var paths = paths(scenario, ground);
            figures.add(
                    compareOnce(
                            Judge.ROW_SECURITY_READ + scenario.wireName(),
                            ground,
                            Plain.reads(floor, Site.GUARDED, paths),
                            Plain.reads(floor, "", paths)));
        }
        for (var scenario : List.of(Scenario.POST, Scenario.COMMENT, Scenario.VOTE)) {
            var talk = talk(scenario, ground);
            figures.add(
                    compareOnce(
                            Judge.ROW_SECURITY_WRITE + scenario.wireName(),
                            ground,
                            talk.plain(floor, Site.GUARDED, crew),
                            talk.plain(floor, "", crew)));
        }
        return figures;
    }

    private List<Figure> onePost(Ground ground) throws Exception {
        var posts = ground.places().posts();
        var server = ground.site().server();
        Crew crew = ground.crew();
        try (var superuser = ground.site().superuser()) {
            var one = Talk.flips(superuser, crew, posts.subList(0, 1));
            var many = Talk.flips(superuser, crew, posts.subList(1, posts.size()));
            return List.of(
                    compareOnce(
                            Scenario.ONE_POST.wireName(),
                            ground,
                            one.signed(server, crew),
                            many.signed(server, crew)));
        }
    }

    /// Two servers at once, so that whatever else the machine does falls on both.
    private List<Figure> millionPosts(Ground large) throws Exception {
        var scale = plan.scale();
        var seeded = scale.seeded();
        large.fill(new BulkSeed.Target(scale.many(), seeded.comments(), seeded.votes()));
        var few = new BulkSeed.Target(scale.few(), 2 * scale.few(), 5 * scale.few());
        var figures = new ArrayList<Figure>();
        try (var small = ground(Scale.small().real(), few)) {
            figures.add(growth("hot", large, small));
            figures.add(growth("new", large, small));
            for (var order : ORDERS) {
                figures.add(growth(order, large, small));
            }
        }
        return figures;
    }

    private Figure growth(String order, Ground large, Ground small) throws Exception {
        return compareOnce(
                Scenario.MILLION_POSTS.wireName() + ":" + order.replace("&time=", ":"),
                large,
                Signed.reads(large.site().server(), large.crew(), () -> feed(order)),
                Signed.reads(small.site().server(), small.crew(), () -> feed(order)));
    }

    private static Contestant hotFeed(URI server, Crew crew) {
        return Signed.reads(server, crew, () -> HOT_FEED);
    }

    private List<Figure> publicPage(Ground ground) throws Exception {
        var site = ground.site();
        return List.of(
                compareOnce(
                        Scenario.PUBLIC_PAGE.wireName(),
                        ground,
                        Plain.page(site.server(), "/"),
                        Plain.page(site.floor(), "/hello")));
    }

    private Figure start(Ground ground) throws Exception {
        var starts = new ArrayList<Measured>();
        for (var i = 0; i < Math.min(STARTS_MAX, plan.rounds()); i++) {
            var millis = ground.site().restart();
            starts.add(Measured.once(millis));
            progress.accept("  first answer after %.0f ms".formatted(millis));
        }
        Thread.sleep(REST_MILLIS);
        Memory atRest = ground.memory();
        return told(Figure.alone(Scenario.START.wireName(), 1, Measured.sum(starts), atRest));
    }
}
