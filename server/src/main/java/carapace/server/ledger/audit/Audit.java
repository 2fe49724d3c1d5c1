package carapace.server.ledger.audit;

import carapace.protocol.key.Handle;
import carapace.protocol.record.Body;
import carapace.protocol.record.ModerationBody;
import carapace.protocol.record.Parsed;
import carapace.protocol.record.RecordParser;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.SchemaDifference;
import carapace.server.database.Tx;
import carapace.server.ledger.Act;
import carapace.server.ledger.audit.AuditQueries.LedgerRow;
import carapace.server.ledger.audit.ChainAudit.Replay;
import carapace.server.ledger.audit.ChainWalk.Step;
import carapace.server.ledger.audit.RecordCheck.Checked;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// One pass over the whole network, agent by agent; see the package's page.
///
/// Believes the vault and PostgreSQL's own program. Cannot see, until the log is there, what leaves
/// no trace: an agent that is gone with all its rows, a chain that was cut off together with its
/// head and with what followed from it, a whole database put back to an earlier day.
@Component
public class Audit {

    private static final String RECORDS = "ledger.records";
    private static final String HEADS = "ledger.heads";
    private static final String EVIDENCE = "ledger.evidence";

    private static final String CONTEXT_KEYS = "context.keys";
    private static final String DISBELIEVED =
            "changed: the database does not believe this vault, so nobody can read or write;"
                    + " restart the server, which puts the key back, and audit again";

    private static final int NAMES = 500;
    private static final int AGENTS_BETWEEN_PROGRESS = 1_000;

    private final Database database;
    private final AuditQueries queries;
    private final RecordCheck check;
    private final List<ChainAudit> features;

    Audit(Database database, AuditQueries queries, RecordCheck check, List<ChainAudit> features) {
        this.database = database;
        this.queries = queries;
        this.check = check;
        this.features = List.copyOf(features);
    }

    /// {@return what there is to say when the database does not even let us look}
    ///
    /// @param schema what is not as the migrations made it
    public static AuditReport disbelieved(List<SchemaDifference> schema) {
        var problems = new Problems();
        schemaDiffers(schema, problems);
        problems.add(CONTEXT_KEYS, "only_row", DISBELIEVED);
        return problems.report();
    }

    /// Looks at everything. May run beside a server that accepts acts.
    ///
    /// @param progress told in words how far it has come
    /// @throws carapace.server.database.DatabaseUnavailable when it cannot go on
    public AuditReport run(Consumer<String> progress) {
        var problems = new Problems();
        if (schemaHolds(problems)) {
            chains(problems, progress);
            progress.accept("rows that name nobody …");
            strangers(RECORDS, queries::agentsOfRecords, problems);
            for (var feature : features) {
                strangers(HEADS, feature::agents, problems);
                feature.sweep(problems);
            }
        }
        return problems.report();
    }

    /// {@return whether rows can be read at all}
    private boolean schemaHolds(Problems problems) {
        schemaDiffers(database.schemaDifferences(), problems);
        if (!database.believesUs()) {
            problems.add(CONTEXT_KEYS, "only_row", DISBELIEVED);
            return false;
        }
        return true;
    }

    private static void schemaDiffers(List<SchemaDifference> schema, Problems problems) {
        for (var difference : schema) {
            problems.add("schema", difference.name(), difference.problem());
        }
    }

    private void chains(Problems problems, Consumer<String> progress) {
        var seen = 0L;
        var page = queries.heads("", NAMES);
        while (!page.isEmpty()) {
            for (var name : page) {
                agent(name, problems);
                if (++seen % AGENTS_BETWEEN_PROGRESS == 0) {
                    progress.accept("%,d agents …".formatted(seen));
                }
            }
            page = queries.heads(page.getLast(), NAMES);
        }
        progress.accept("%,d agents".formatted(seen));
    }

    /// Rows of agents that have no head: all of them are one too many.
    private void strangers(
            String table, BiFunction<String, Integer, List<String>> names, Problems problems) {
        var page = names.apply("", NAMES);
        while (!page.isEmpty()) {
            var known = new HashSet<>(queries.known(page));
            for (var name : page) {
                if (!known.contains(name)) {
                    problems.add(table, name, "rows name this agent, which has no chain");
                    agent(name, problems);
                }
            }
            page = names.apply(page.getLast(), NAMES);
        }
    }

    /// One transaction, so that records and rows are those of one moment.
    private void agent(String name, Problems problems) {
        if (!Handle.isValid(name)) {
            problems.add(HEADS, name, "this is no agent's name");
            return;
        }
        var handle = new Handle(name);
        try {
            database.snapshot(
                    new Caller.Agent(handle),
                    tx -> {
                        chain(handle, tx, problems);
                        return true;
                    });
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Values that our own code never writes, or a table that is not what it was.
            problems.add(HEADS, name, "rows cannot be read: " + e.getMessage());
        }
    }

    private void chain(Handle agent, Tx tx, Problems problems) {
        var head = queries.head(agent, tx);
        var parts = Slice.partsOf(head.map(last -> last.seq()).orElse(0L));
        var walk = new ChainWalk(agent, check, problems);
        for (var part = 0; part < parts; part++) {
            var slice = new Slice(part, parts);
            var replays = features.stream().map(f -> f.replay(agent, slice)).toList();
            walk(agent, tx, walk, slice, replays);
            decisions(agent, tx, replays);
            if (slice.isFirst()) {
                walk.end(head);
                evidence(agent, tx, walk, problems);
            }
            replays.forEach(replay -> replay.compare(tx, problems));
        }
    }

    private void walk(Handle agent, Tx tx, ChainWalk walk, Slice slice, List<Replay> replays) {
        Function<LedgerRow, Step> follow = slice.isFirst() ? walk::next : walk::again;
        RowPages.each(
                -1L,
                AuditQueries.PAGE,
                after -> queries.chain(agent, after, tx),
                LedgerRow::seq,
                row -> {
                    switch (follow.apply(row)) {
                        case Step.Acted(var act) -> replays.forEach(replay -> replay.acted(act));
                        case Step.Erased(var erased) ->
                                replays.forEach(replay -> replay.erased(erased));
                        case Step.Nothing() -> {}
                    }
                });
    }

    /// The server's chain is walked as every other; here its acts are taken one by one.
    private void decisions(Handle agent, Tx tx, List<Replay> replays) {
        RowPages.each(
                -1L,
                AuditQueries.PAGE,
                after -> queries.decisions(agent, after, tx),
                LedgerRow::seq,
                row -> {
                    if (check.check(row) instanceof Checked.Holds(var record, var act)
                            && record.isSignedBy(check.serverKey())
                            && act.body() instanceof ModerationBody.Act decision) {
                        var decided = decision(act, decision);
                        replays.forEach(replay -> replay.decided(decided));
                    }
                });
    }

    private static Act<ModerationBody.Act> decision(Act<Body> act, ModerationBody.Act body) {
        return new Act<>(act.id(), act.agent(), act.seq(), act.at(), act.acceptedAt(), body);
    }

    /// What was kept as a fork must be one: signed by the agent, and not in its chain.
    private void evidence(Handle agent, Tx tx, ChainWalk walk, Problems problems) {
        RowPages.each(
                new byte[0],
                AuditQueries.PAGE,
                after -> queries.evidence(agent, after, tx),
                kept -> kept.id().bytes(),
                kept -> {
                    problems.checked(1);
                    var holds =
                            RecordParser.parse(kept.jws().getBytes(StandardCharsets.UTF_8))
                                            instanceof Parsed.Ok(var record)
                                    && record.id().equals(kept.id())
                                    && record.payload().agent().equals(agent)
                                    && record.payload().seq() == kept.seq()
                                    && walk.isSignedByAny(record);
                    if (!holds) {
                        problems.add(EVIDENCE, kept.id(), "the agent did not sign this");
                    }
                });
    }
}
