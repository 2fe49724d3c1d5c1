package carapace.server.ledger;

import static carapace.server.access.TestAgent.problem;
import static carapace.server.access.TestAgent.seen;
import static carapace.server.access.TestAgent.visit;
import static org.assertj.core.api.Assertions.assertThat;

import carapace.protocol.json.JsonException;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.Body;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.Receipt;
import carapace.protocol.record.RecordId;
import carapace.protocol.record.SignedRecord;
import carapace.server.InParallel;
import carapace.server.TestServer;
import carapace.server.access.ProblemType;
import carapace.server.access.TestAgent;
import carapace.server.vault.Vault;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The one way in for acts: all or none, once, in one order, and readable as it was sent.
class LedgerFeatureTest {

    private static final String RECORDS = "select count(*) from ledger.records where agent = ?";
    private static final String OUTBOX = "select count(*) from ledger.outbox where agent = ?";
    private static final String EVIDENCE = "select count(*) from ledger.evidence where agent = ?";
    private static final String HEAD = "select seq from ledger.heads where agent = ?";
    private static final String COMMUNITY =
            "select count(*) from communities.communities where name = ?";
    private static final String POSTS = "select count(*) from posts.posts where author = ?";

    private static AgentBody.UpdateProfile named(String name) {
        return new AgentBody.UpdateProfile(name, null);
    }

    private static Body[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> named("Name " + i)).toArray(Body[]::new);
    }

    private static List<String> receipts(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var receipts = new ArrayList<String>();
        tools.jackson.databind.json.JsonMapper.shared()
                .readTree(answer.body())
                .get("receipts")
                .forEach(receipt -> receipts.add(receipt.get("receipt").asString()));
        return receipts;
    }

    private static Receipt verified(String receipt) {
        try {
            return Receipt.verify(receipt, TestServer.part(Vault.class).serverKey().publicKey());
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private static long ofAgent(String question, TestAgent agent) {
        return TestServer.count(question, agent.handle.value());
    }

    @Test
    void takesAHundredRecordsAtOnceAndReceiptsEach() {
        var agent = TestAgent.approved("ledger-hundred");
        var records = agent.sign(List.of(names(100)));
        var receipts = receipts(agent.post(agent.remembered(), records));
        assertThat(receipts).hasSize(100);
        for (var i = 0; i < 100; i++) {
            var receipt = verified(receipts.get(i));
            assertThat(receipt.record()).isEqualTo(records.get(i).id());
            assertThat(receipt.agent()).isEqualTo(agent.handle);
            assertThat(receipt.seq()).isEqualTo(1 + i);
        }
        assertThat(ofAgent(HEAD, agent)).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void refusesNoneAndMoreThanAHundred(int count) {
        var agent = TestAgent.approved("ledger-count-" + count);
        var records = agent.sign(List.of(names(count)));
        assertThat(problem(agent.post(agent.remembered(), records)))
                .isEqualTo(ProblemType.REQUEST_MALFORMED);
        assertThat(ofAgent(RECORDS, agent)).isOne();
    }

    @Test
    void leavesNothingOfABatchThatIsRefusedInTheMiddle() {
        var agent = TestAgent.approved("ledger-middle");
        var community = new CommunityName("ledger-middle");
        var outboxBefore = ofAgent(OUTBOX, agent);
        var refused =
                agent.attempt(
                        named("Half"),
                        new CommunityBody.Create(community, "Middle", null),
                        new PostBody.Create(community, "Inside", "text", null),
                        new PostBody.Create(new CommunityName("nowhere-at-all"), "No", null, null),
                        named("Never"));
        assertThat(problem(refused)).isEqualTo(ProblemType.NOT_FOUND);
        assertThat(ofAgent(RECORDS, agent)).isOne();
        assertThat(ofAgent(HEAD, agent)).isZero();
        assertThat(ofAgent(OUTBOX, agent)).isEqualTo(outboxBefore);
        assertThat(ofAgent(POSTS, agent)).isZero();
        assertThat(TestServer.count(COMMUNITY, community.value())).isZero();
        assertThat(seen("/v1/agents/ledger-middle").get("displayName").isNull()).isTrue();
        // The place in the chain is free, and what was rolled back is not believed to be there.
        assertThat(agent.refused(new PostBody.Create(community, "Inside", "text", null)))
                .isEqualTo(ProblemType.NOT_FOUND);
        agent.act(named("Whole"));
    }

    @Test
    void answersTheSameRecordsWithTheSameReceipts() {
        var agent = TestAgent.approved("ledger-again");
        var records = agent.sign(List.of(names(3)));
        var receipts = receipts(agent.post(agent.remembered(), records));
        assertThat(receipts(agent.post(agent.remembered(), records))).isEqualTo(receipts);
        var middle = agent.post(agent.remembered(), records.subList(1, 2));
        assertThat(receipts(middle)).containsExactly(receipts.get(1));
        assertThat(ofAgent(RECORDS, agent)).isEqualTo(4);
        agent.advance(records.getLast());
        agent.rotate(Duration.ZERO);
        assertThat(receipts(agent.post(agent.remembered(), records))).isEqualTo(receipts);
    }

    @Test
    void acceptsWhatIsNewAfterWhatItKnows() {
        var agent = TestAgent.approved("ledger-partly");
        var records = agent.sign(List.of(names(5)));
        var first = receipts(agent.post(agent.remembered(), records.subList(0, 2)));
        var all = receipts(agent.post(agent.remembered(), records));
        assertThat(all).hasSize(5);
        assertThat(all.subList(0, 2)).isEqualTo(first);
        assertThat(verified(all.getLast()).record()).isEqualTo(records.getLast().id());
        assertThat(ofAgent(RECORDS, agent)).isEqualTo(6);
        assertThat(ofAgent(EVIDENCE, agent)).isZero();
    }

    @Test
    void acceptsWhatIsNewAfterARotationThatItKnows() {
        var agent = TestAgent.approved("ledger-partly-rotated");
        agent.rotate(Duration.ofMinutes(1));
        var rotation = seen("/v1/agents/ledger-partly-rotated/keys").get("records").get(1);
        var records = new ArrayList<SignedRecord>();
        records.add(SignedRecords.read(rotation.get("record").asString()));
        records.addAll(agent.sign(List.of(names(2))));
        assertThat(receipts(agent.post(agent.remembered(), records))).hasSize(3);
    }

    @Test
    void givesOneOfManySecondsThePlaceAndKeepsTheOthersAsEvidence() {
        var agent = TestAgent.approved("ledger-race");
        var token = agent.remembered();
        var statuses =
                InParallel.times(
                        16,
                        () -> {
                            var mine = agent.sign(named(TestAgent.randomId().substring(0, 12)));
                            return agent.post(token, List.of(mine)).statusCode();
                        });
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(15);
        assertThat(ofAgent(RECORDS, agent)).isEqualTo(2);
        assertThat(ofAgent(HEAD, agent)).isOne();
        // A flood of forks tells no more than the first ten.
        assertThat(ofAgent(EVIDENCE, agent)).isEqualTo(10);
    }

    @Test
    void keepsTheRecordThatForksAndNotTheOnesBeforeIt() {
        var agent = TestAgent.approved("ledger-fork");
        var records = agent.sign(List.of(names(2)));
        receipts(agent.post(agent.remembered(), records));
        agent.advance(records.getFirst());
        var fork = agent.sign(named("Fork"));
        var answer = agent.post(agent.remembered(), List.of(records.getFirst(), fork));
        assertThat(problem(answer)).isEqualTo(ProblemType.CHAIN_FORK);
        assertThat(answer.body()).contains("\"index\":1");
        var kept = "select count(*) from ledger.evidence where agent = ? and id = ? and seq = 2";
        assertThat(TestServer.count(kept, "ledger-fork", fork.id().bytes())).isOne();
        assertThat(ofAgent(EVIDENCE, agent)).isOne();
        assertThat(ofAgent(HEAD, agent)).isEqualTo(2);
    }

    @Test
    void keepsNoEvidenceThatTheAgentsKeyDidNotSign() {
        var agent = TestAgent.approved("ledger-unsigned");
        var taken = agent.sign(named("With the old key"));
        agent.act(named("Mine"));
        var old = agent.rotate(Duration.ofMinutes(1));
        for (var record : List.of(taken, old.sign(named("Next, with the old key")))) {
            assertThat(problem(agent.post(agent.remembered(), List.of(record))))
                    .isEqualTo(ProblemType.RECORD_SIGNATURE);
        }
        assertThat(ofAgent(EVIDENCE, agent)).isZero();
    }

    @Test
    void namesTheHeadToWhoeverLeavesAGap() {
        var agent = TestAgent.approved("ledger-gap");
        var records = agent.sign(List.of(names(3)));
        var ahead = agent.post(agent.remembered(), records.subList(1, 3));
        assertThat(problem(ahead)).isEqualTo(ProblemType.CHAIN_GAP);
        assertThat(ahead.body()).contains("\"seq\":0");
        var torn = List.of(records.get(0), records.get(2));
        var answer = agent.post(agent.remembered(), torn);
        assertThat(problem(answer)).isEqualTo(ProblemType.CHAIN_GAP);
        assertThat(answer.body()).contains("\"index\":1");
        assertThat(ofAgent(EVIDENCE, agent)).isZero();
        receipts(agent.post(agent.remembered(), records));
    }

    @Test
    void showsTheBytesThatWereSignedAndForgetsThemOnceErased() {
        var agent = TestAgent.approved("ledger-bytes");
        var record = agent.sign(new PostBody.Create(new CommunityName("general"), "A", "b", null));
        receipts(agent.post(agent.remembered(), List.of(record)));
        agent.advance(record);
        var path = "/v1/records/" + record.id();
        var shown = visit(path);
        assertThat(shown.body()).isEqualTo(record.compact());
        assertThat(shown.headers().allValues("Content-Type")).containsExactly("application/jose");
        assertThat(RecordId.of(shown.body().getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(record.id());
        agent.act(new PostBody.Delete(record.id()));
        assertThat(problem(visit(path))).isEqualTo(ProblemType.GONE);
        assertThat(verified(visit(path + "/receipt").body()).record()).isEqualTo(record.id());
        var inChain = seen("/v1/agents/ledger-bytes/records").get("records").get(1);
        assertThat(inChain.get("jws").isNull()).isTrue();
        assertThat(inChain.get("id").asString()).isEqualTo(record.id().value());
        // Also what was erased is answered with its receipt, not accepted anew.
        assertThat(receipts(agent.post(agent.remembered(), List.of(record)))).hasSize(1);
        assertThat(visit(path).statusCode()).isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/records/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "/v1/records/nonsense",
                "/v1/records/nonsense/receipt",
                "/v1/agents/nobody-at-all/head",
                "/v1/agents/nobody-at-all/records",
                "/v1/agents/nobody-at-all/records?after=5",
                "/v1/agents/nobody-at-all/keys",
                "/v1/agents/Not%20A%20Name/head"
            })
    void findsNothingWhereNothingIs(String path) {
        assertThat(problem(visit(path))).isEqualTo(ProblemType.NOT_FOUND);
    }

    @Test
    void showsAChainPageByPage() {
        var agent = TestAgent.approved("ledger-chain");
        receipts(agent.attempt(names(6)));
        var seqs = new ArrayList<Long>();
        var after = "";
        for (var page = 0; page < 10 && after != null; page++) {
            var answer = seen("/v1/agents/ledger-chain/records?limit=3" + after);
            answer.get("records").forEach(record -> seqs.add(record.get("seq").asLong()));
            after = answer.get("next").isNull() ? null : "&after=" + answer.get("next").asLong();
        }
        assertThat(seqs).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void tellsWhatIsCommittedInOrder() throws InterruptedException {
        var agent = TestAgent.approved("ledger-events");
        var heard = new Heard(agent.handle);
        try (var _ = heard) {
            receipts(agent.attempt(names(20)));
            agent.attempt(named("x"), new PostBody.Delete(RecordId.fromBytes(new byte[32])));
            receipts(agent.attempt(names(20)));
            heard.await(40);
        }
        var chain = seen("/v1/agents/ledger-events/records?limit=100").get("records");
        var ids = chain.valueStream().skip(1).map(record -> record.get("id").asString()).toList();
        assertThat(heard.records()).isEqualTo(ids);
        assertThat(heard.unseen()).as("told before it was committed").isZero();
    }

    /// The elder transaction commits first and holds the higher position.
    @Test
    void tellsWhatCommitsLateUnderALowerPosition() throws SQLException {
        var agent = new Handle("ledger-late");
        var early = new byte[32];
        var late = new byte[32];
        late[0] = 1;
        try (var heard = new Heard(agent);
                var elder = TestServer.superuser();
                var younger = TestServer.superuser()) {
            elder.setAutoCommit(false);
            younger.setAutoCommit(false);
            elder.createStatement().execute("select pg_current_xact_id()");
            fillOutbox(younger, late, agent);
            fillOutbox(elder, early, agent);
            elder.commit();
            heard.await(1);
            younger.commit();
            heard.await(2);
            assertThat(heard.records())
                    .containsExactly(
                            RecordId.fromBytes(early).value(), RecordId.fromBytes(late).value());
        }
    }

    private static void fillOutbox(Connection connection, byte[] record, Handle agent)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        insert into ledger.outbox (record, agent, type, accepted_at)
                        values (?, ?, 'post.create', now())
                        """)) {
            statement.setBytes(1, record);
            statement.setString(2, agent.value());
            statement.executeUpdate();
        }
    }

    @Test
    void actsItselfOnThePublicRecordAndNobodyElseDoesInItsName() {
        var agent = TestAgent.approved("ledger-own");
        var chain = acts();
        var last = SignedRecords.read(chain.getLast().get("jws").asString());
        assertThat(last.isSignedBy(TestServer.part(Vault.class).serverKey().publicKey())).isTrue();
        assertThat(last.payload().body().type().wireName()).isEqualTo("moderation.act");
        assertThat(chain.getFirst().get("type").asString()).isEqualTo("agent.create");
        var freeze = new ModerationBody.Act("freeze", "bob", null, null, null);
        assertThat(agent.refused(freeze)).isEqualTo(ProblemType.NOT_ALLOWED);
        var impostor = TestAgent.unborn("carapace");
        assertThat(problem(impostor.announce(impostor.creation())))
                .isEqualTo(ProblemType.HANDLE_TAKEN);
    }

    private static List<JsonNode> acts() {
        var acts = new ArrayList<JsonNode>();
        var after = -1L;
        while (true) {
            var page = seen("/v1/agents/carapace/records?limit=100&after=" + after);
            page.get("records").forEach(acts::add);
            if (page.get("next").isNull()) {
                return acts;
            }
            after = page.get("next").asLong();
        }
    }

    @Test
    void doesNothingWhenNoAnswerWouldBeAccepted() {
        var agent = TestAgent.approved("ledger-accept");
        var body = "{\"records\":[\"" + agent.sign(named("Name")).compact() + "\"]}";
        var answer =
                TestAgent.answer(
                        TestAgent.request("/v1/records")
                                .header("Authorization", "DPoP " + agent.remembered())
                                .header(
                                        "DPoP",
                                        agent.proof("POST", "/v1/records")
                                                .token(agent.remembered())
                                                .compact())
                                .header("Content-Type", "application/json")
                                .header("Accept", "image/png")
                                .POST(BodyPublishers.ofString(body)));
        assertThat(problem(answer)).isEqualTo(ProblemType.NOT_ACCEPTABLE);
        assertThat(ofAgent(RECORDS, agent)).isOne();
    }

    @Test
    void givesAHandleToOneOfManyWhoAskAtOnce() {
        var statuses =
                InParallel.times(
                        8,
                        () -> {
                            var newcomer = TestAgent.unborn("ledger-wanted");
                            return newcomer.announce(newcomer.creation()).statusCode();
                        });
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
    }

    @Test
    void answersTheSameCreationAlikeHoweverOftenItComes() {
        var newcomer = TestAgent.unborn("ledger-eager");
        var record = newcomer.creation();
        var receipts = InParallel.times(8, () -> receipts(newcomer.announce(record)));
        assertThat(Stream.concat(receipts.stream(), Stream.of(receipts(newcomer.announce(record)))))
                .containsOnly(receipts.getFirst());
    }

    @Test
    void acceptsNothingAfterTheEndAlsoInTheSameBatch() {
        var agent = TestAgent.approved("ledger-end");
        var answer = agent.attempt(named("a"), new AgentBody.Retire(null), named("b"));
        assertThat(problem(answer)).isEqualTo(ProblemType.AGENT_RETIRED);
        assertThat(answer.body()).contains("\"index\":2");
        assertThat(ofAgent(RECORDS, agent)).isOne();
        receipts(agent.attempt(named("a"), new AgentBody.Retire(null)));
    }
}
