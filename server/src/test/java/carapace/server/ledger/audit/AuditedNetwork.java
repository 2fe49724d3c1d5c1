package carapace.server.ledger.audit;

import carapace.client.access.CarapaceException.Refused;
import carapace.client.agent.Agent;
import carapace.client.agent.AgentHome;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostBody.Vote.Direction;
import carapace.protocol.record.PostLabel;
import carapace.protocol.record.Posting;
import carapace.protocol.record.RecordId;
import carapace.server.CarapaceServer;
import carapace.server.OperatorDesk;
import carapace.server.RunningServer;
import carapace.server.ServerOptions;
import carapace.server.database.SuperuserLogin;
import carapace.server.vault.Vault;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/// A server of its own on which agents have done everything that there is to do, by the SDK, and
/// whose database can be damaged and put right again.
final class AuditedNetwork implements AutoCloseable {

    private static final Map<String, String> LIMITS =
            Map.of(
                    "address-requests", "1000000/1m",
                    "address-tokens", "1000000/1m",
                    "address-newcomers", "1000000/1m",
                    "visitor-requests", "1000000/1m",
                    "owner-requests", "1000000/1m");

    private static final long BUDGET = 100_000;
    private static final Duration COUNTED_WITHIN = Duration.ofSeconds(20);

    private static final String TABLES =
            """
            select c.oid::regclass::text from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname in
                    ('agents', 'communities', 'posts', 'votes', 'notifications', 'images')
                or c.oid in ('ledger.records'::regclass, 'ledger.heads'::regclass,
                    'ledger.evidence'::regclass, 'context.keys'::regclass)
            """;

    private static final String WAITING =
            """
            (select target::text from posts.deltas limit 1)
            union all
            (select encode(o.record, 'hex') from ledger.outbox o, ledger.followers f
                where (o.transaction, o.position) > (f.transaction, f.position) limit 1)
            """;

    private final Path data;
    private final RunningServer server;
    private final String password;
    private final OperatorDesk desk;
    private final List<Agent> agents = new ArrayList<>();
    private String sealBeforeFreeze = "";

    AuditedNetwork(Path folder) {
        data = folder.resolve("data");
        server = CarapaceServer.start(ServerOptions.local(data, 0).withLimits(LIMITS));
        password = Vault.open(data.resolve("vault")).password("carapace_admin");
        desk = OperatorDesk.open(data, Optional.empty(), Optional.empty());
    }

    AuditReport audit() {
        return desk.audit(_ -> {});
    }

    /// As `carapace audit` does it.
    AuditReport auditFromOutside() {
        return OperatorDesk.audit(data, Optional.empty(), Optional.empty(), _ -> {});
    }

    Agent approved(String name) {
        var agent = approvedAlone(name);
        agents.add(agent);
        return agent;
    }

    /// Every type of record, and every turn that a row can take.
    void liveThrough(Path folder) throws IOException, SQLException {
        var ada = approved("ada");
        var bob = approved("bob");
        var carol = approved("carol");
        agents.add(Agent.create(AgentHome.inMemory(), server.url(), new Handle("newborn")));

        ada.act(new AgentBody.UpdateProfile("Ada", "Counts"));
        ada.act(new AgentBody.UpdateProfile(null, "Counts and knits"));
        ada.setAvatar(image(Color.RED));
        ada.setAvatar(image(Color.BLUE));
        bob.setAvatar(image(Color.GREEN));
        carol.setAvatar(image(Color.RED));
        carol.act(new AgentBody.UpdateProfile(null, null, "none"));
        community(ada, bob, carol);
        relations(ada, bob, carol);
        posts(ada, bob, carol);

        ada.rotateKeys(Duration.ofMinutes(5));
        ada.rotateKeys(Duration.ZERO);
        ada.post("looms", "After", "rotating");
        desk.owners().freeze(bob.handle()).orRefuse();
        desk.owners().unfreeze(bob.handle()).orRefuse();
        desk.owners().approve(bob.handle(), BUDGET - 1).orRefuse();
        var frozen = approved("frozen").handle();
        sealBeforeFreeze = sealOf(frozen);
        desk.owners().freeze(frozen).orRefuse();
        approved("gone").retire("enough");
        fork(folder);
    }

    private static void community(Agent ada, Agent bob, Agent carol) {
        var looms = new CommunityName("looms");
        ada.createCommunity("looms", "Looms", "Weaving");
        ada.act(new CommunityBody.Update(looms, null, "Weaving and knitting", null));
        ada.act(new CommunityBody.SetModerator(looms, bob.handle(), true));
        bob.act(new CommunityBody.Update(looms, "Looms!", null, "Be kind"));
        var avatar = bob.uploadImage("avatar", image(Color.PINK)).value();
        var banner = bob.uploadImage("banner", image(Color.PINK)).value();
        bob.act(CommunityBody.Update.images(looms, avatar, banner));
        var labels = List.of(new PostLabel("Warp", "#1f6feb"), new PostLabel("Weft", "#000000"));
        bob.act(CommunityBody.Update.posting(looms, Posting.SUBSCRIBERS, 1L, labels));
        bob.act(new CommunityBody.SetModerator(looms, carol.handle(), true));
        bob.act(new CommunityBody.SetModerator(looms, carol.handle(), true));
        ada.act(new CommunityBody.SetModerator(looms, carol.handle(), false));
        carol.createCommunity("plain", "Plain", null);
    }

    private static byte[] image(Color color) {
        var image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setColor(color);
        pen.fillRect(0, 0, 16, 16);
        pen.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void relations(Agent ada, Agent bob, Agent carol) {
        ada.follow(bob.handle(), true);
        ada.follow(bob.handle(), true);
        ada.follow(carol.handle(), true);
        ada.follow(carol.handle(), false);
        bob.follow(ada.handle(), true);
        ada.block(carol.handle(), true);
        bob.block(carol.handle(), true);
        bob.block(carol.handle(), false);
        ada.subscribe("looms", true);
        bob.subscribe("looms", true);
        bob.subscribe("looms", false);
        bob.subscribe("general", true);
    }

    private static void posts(Agent ada, Agent bob, Agent carol) {
        var first = ada.post("looms", "First", "text").id();
        var looms = new CommunityName("looms");
        var labelled = bob.act(new PostBody.Create(looms, "Labelled", "text", null, "Warp")).id();
        bob.act(new PostBody.Edit(labelled, null, null, "Weft"));
        var link = ada.link("general", "Link", "https://example.org/").id();
        var edited = ada.post("general", "Draft", "one").id();
        ada.edit(edited, null, "two");
        ada.edit(edited, "Final", null);
        var doomed = ada.post("general", "Doomed", "soon gone").id();
        ada.edit(doomed, null, "gone");
        bob.vote(doomed, Direction.UP);
        ada.deletePost(doomed);
        bob.act(new PostBody.Pin(first, true));
        ada.act(new PostBody.Pin(first, false));
        bob.act(new PostBody.Pin(first, true));

        var comment = bob.comment(first, "Nice").id();
        var reply = ada.reply(first, comment, "Thanks").id();
        carol.reply(first, reply, "Indeed");
        var regret = carol.comment(first, "Oh no").id();
        bob.reply(first, regret, "What is it?");
        carol.deleteComment(regret);

        bob.vote(first, Direction.DOWN);
        bob.vote(first, Direction.UP);
        carol.vote(first, Direction.UP);
        carol.vote(link, Direction.DOWN);
        carol.vote(edited, Direction.UP);
        carol.vote(edited, Direction.NONE);
        ada.vote(comment, Direction.UP);
        carol.vote(comment, Direction.DOWN);
    }

    /// Two holders of one key.
    private void fork(Path folder) throws IOException {
        var original = folder.resolve("original");
        var copy = folder.resolve("copy");
        try (var twin = Agent.create(AgentHome.at(original), server.url(), new Handle("twin"))) {
            desk.owners().approve(twin.handle(), BUDGET).orRefuse();
        }
        copy(original, copy);
        try (var twin = Agent.load(AgentHome.at(original), new Handle("twin"))) {
            twin.post("general", "One", "text");
        }
        try (var other = Agent.load(AgentHome.at(copy), new Handle("twin"))) {
            other.post("general", "Other", "text");
            throw new AssertionError("the fork was accepted");
        } catch (Refused expected) {
            // It is kept as evidence.
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    Connection superuser() throws SQLException {
        return SuperuserLogin.connect(data, "carapace", password);
    }

    private String sealOf(Handle agent) throws SQLException {
        try (var admin = superuser();
                var statement =
                        admin.prepareStatement(
                                "select seal::text from agents.authority where handle = ?")) {
            statement.setString(1, agent.value());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    /// Runs statements as somebody who has the whole database.
    ///
    /// @param statements `SEAL` stands for the seal of the frozen agent before the freeze
    void damage(String statements) throws SQLException {
        var filled = statements.replace("SEAL", "'%s'::bytea".formatted(sealBeforeFreeze));
        try (var admin = superuser();
                var statement = admin.prepareStatement(filled)) {
            statement.execute();
        }
    }

    /// An agent moderates, and edits another's post, while the tables say for a moment that it may.
    void usurp() throws SQLException {
        var post =
                RecordId.fromBytes(
                        Base64.getDecoder()
                                .decode(
                                        texts(
                                                        """
                                                        select encode(id, 'base64')
                                                        from posts.bodies where title = 'First'
                                                        """)
                                                .getFirst()));
        try (var thief = approvedAlone("thief")) {
            damage("insert into communities.moderators values ('plain', 'thief', now())");
            damage("insert into communities.moderators values ('looms', 'thief', now())");
            damage("update posts.posts set author = 'thief' where community = 'looms'");
            thief.act(new CommunityBody.Update(new CommunityName("plain"), null, "Mine", null));
            thief.act(new PostBody.Pin(post, true));
            thief.edit(post, "Mine", null);
            damage("delete from communities.moderators where agent = 'thief'");
            damage("update posts.posts set author = 'ada' where author = 'thief'");
        }
    }

    private Agent approvedAlone(String name) {
        var agent = Agent.create(AgentHome.inMemory(), server.url(), new Handle(name));
        desk.owners().approve(agent.handle(), BUDGET).orRefuse();
        return agent;
    }

    /// {@return the statements that make our functions what they are}
    List<String> functions() throws SQLException {
        return texts(
                """
                select pg_get_functiondef(p.oid) from pg_proc p
                where p.pronamespace in ('context'::regnamespace, 'ledger'::regnamespace)
                """);
    }

    private List<String> texts(String sql) throws SQLException {
        var texts = new ArrayList<String>();
        try (var admin = superuser();
                var statement = admin.prepareStatement(sql);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /// Waits until the server has counted every vote and comment and told everybody, so that what
    /// is damaged afterwards is there.
    private void awaitCounts() throws SQLException {
        var deadline = System.nanoTime() + COUNTED_WITHIN.toNanos();
        while (!texts(WAITING).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the server does not count");
            }
            Thread.onSpinWait();
        }
    }

    /// {@return all rows, to be put back by [#restore]}
    Map<String, String> save() throws SQLException {
        awaitCounts();
        var saved = new LinkedHashMap<String, String>();
        try (var admin = superuser()) {
            admin.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            admin.setAutoCommit(false);
            var copies = new CopyManager(admin.unwrap(BaseConnection.class));
            for (var table : texts(TABLES)) {
                var rows = new StringWriter();
                copies.copyOut("copy %s to stdout".formatted(table), rows);
                saved.put(table, rows.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return saved;
    }

    /// Nobody counts or tells meanwhile: whoever does takes the turn first too, so neither waits
    /// for rows that the other has.
    void restore(Map<String, String> saved) throws SQLException {
        try (var admin = superuser();
                var turn =
                        admin.prepareStatement(
                                "lock table posts.turn, ledger.followers in exclusive mode")) {
            admin.setAutoCommit(false);
            turn.execute();
            var copies = new CopyManager(admin.unwrap(BaseConnection.class));
            for (var table : saved.entrySet()) {
                try (var statement = admin.prepareStatement("delete from " + table.getKey())) {
                    statement.execute();
                }
                copies.copyIn(
                        "copy %s from stdin".formatted(table.getKey()),
                        new StringReader(table.getValue()));
            }
            admin.commit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        agents.forEach(Agent::close);
        desk.close();
        server.close();
    }
}
