package carapace.cli.floor;

import carapace.bench.Site;
import carapace.bench.floor.FloorActs;
import carapace.bench.floor.FloorReads;
import carapace.bench.floor.Sql;
import carapace.protocol.key.Handle;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The server's endpoints as far as scenarios need them, twice: below [Site#GUARDED] under row
/// security.
@RestController
final class FloorEndpoints {

    private static final String POSTS = "/v1/posts";
    private static final String COMMENTS = "/v1/posts/{id}/comments";
    private static final String RECORDS = "/v1/records";

    /// Whoever reads: the server would know it by its token.
    private static final Handle READER = new Handle("floor-000");

    /// Characters of a token that the server gives out.
    private static final String TOKEN = "t".repeat(620);

    private static final int HASH_BYTES = 32;

    private final FloorDatabase database;
    private final Clock clock;
    private final SecureRandom random;

    FloorEndpoints(FloorDatabase database, Clock clock, SecureRandom random) {
        this.database = database;
        this.clock = clock;
        this.random = random;
    }

    private <T> T in(HttpServletRequest request, Handle agent, Function<Sql, T> work) {
        return request.getRequestURI().startsWith(Site.GUARDED)
                ? database.guarded(agent, work)
                : database.plain(work);
    }

    @GetMapping({POSTS, Site.GUARDED + POSTS})
    FloorReads.Posts posts(
            HttpServletRequest request,
            @RequestParam(defaultValue = "hot") String sort,
            @RequestParam(defaultValue = "25") int limit) {
        return in(
                request,
                READER,
                sql ->
                        sort.equals("hot")
                                ? FloorReads.hot(sql, limit)
                                : FloorReads.fresh(sql, limit));
    }

    @GetMapping({COMMENTS, Site.GUARDED + COMMENTS})
    FloorReads.Comments comments(
            HttpServletRequest request,
            @PathVariable String id,
            @RequestParam(defaultValue = "50") int limit) {
        return in(request, READER, sql -> FloorReads.thread(sql, id, limit));
    }

    @PostMapping({RECORDS, Site.GUARDED + RECORDS})
    FloorActs.Receipts records(HttpServletRequest request, @RequestBody FloorActs.Act act) {
        return in(request, new Handle(act.agent()), sql -> FloorActs.accept(sql, act, clock));
    }

    record Token(String access_token, String token_type, int expires_in, String scope) {}

    @PostMapping("/oauth2/token")
    Token token(HttpServletRequest request) throws IOException {
        request.getInputStream().readAllBytes();
        var hash = hash();
        database.plain(sql -> FloorActs.spend(sql, hash, clock));
        return new Token(TOKEN, "DPoP", 300, "read write");
    }

    /// As good as the hash of an assertion's name, which the floor does not look at.
    private byte[] hash() {
        var bytes = new byte[HASH_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    @GetMapping("/hello")
    String hello() {
        return "hello";
    }
}
