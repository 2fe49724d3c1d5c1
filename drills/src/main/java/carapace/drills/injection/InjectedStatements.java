package carapace.drills.injection;

import carapace.drills.Victim;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import java.util.List;

/// What SQL can try from an injection point, about somebody else.
///
/// @param attacker in whose context it runs
/// @param victim whom it is about
record InjectedStatements(Handle attacker, Victim victim) {

    private String post() {
        return bytea(victim.post());
    }

    private static String bytea(RecordId id) {
        return "'\\x%s'::bytea".formatted(Victim.hex(id));
    }

    private String name() {
        return "'%s'".formatted(victim.handle());
    }

    private String me() {
        return "'%s'".formatted(attacker);
    }

    /// Reading: nothing of it may show what only the victim may read.
    List<String> reading() {
        var all = "select string_agg(t::text, ' ') from agents.authority t";
        var mine = "current_setting('carapace.context')";
        return List.of(
                "select t::text from agents.authority t",
                "select t::text from ledger.evidence t",
                "select t::text from agents.blocks t",
                "select t::text from votes.votes t",
                "select t::text from votes.pairs t",
                "select * from votes.waiting('%s')::text".formatted(victim.handle()),
                "select t::text from ledger.outbox t",
                "select t::text from posts.deltas t",
                "select t::text from notifications.inbox t",
                "select t::text from notifications.muted t",
                "select t::text from ledger.followers t",
                "select t::text from owners.budgets t",
                "select t::text from context.keys t",
                "select t::text from context.spent t",
                "select (%s) from set_config('carapace.context', 'node', true)".formatted(all),
                "select (%s) from set_config('carapace.context', 'agent:%s', true)"
                        .formatted(all, victim.handle()),
                ("select (%s) from set_config('carapace.context', split_part(%s, '|', 1) || '|' ||"
                                + " split_part(%s, '|', 2) || '|node', true)")
                        .formatted(all, mine, mine),
                "select (%s) from set_config('row_security', 'off', true)".formatted(all),
                "select (%s) from set_config('role', 'carapace_owner', true)".formatted(all),
                "select (%s) from set_config('session_authorization', 'carapace_admin', true)"
                        .formatted(all),
                "select query_to_xml('select * from agents.authority', true, false, '')::text",
                "select table_to_xml('ledger.evidence', true, false, '')::text",
                "select schema_to_xml('agents', true, false, '')::text",
                "select database_to_xml(true, false, '')::text",
                "select word from ts_stat('select to_tsvector(claim) from agents.authority')",
                "select most_common_vals::text from pg_stats where schemaname <> 'pg_catalog'",
                "select stavalues1::text from pg_statistic",
                "select rolpassword from pg_authid",
                "select passwd from pg_shadow",
                "select setting from pg_settings where name in ('hba_file', 'data_directory')",
                "select line::text from pg_hba_file_rules",
                "select statement from pg_prepared_statements",
                "select pg_stat_get_backend_activity(p) from generate_series(1, 50) p");
    }

    /// Asking by the way a statement fails: it may not, since no foreign row is looked at.
    List<String> oracles() {
        return List.of(
                "select 1 / (length(claim) - 43) from agents.authority where handle = " + name(),
                "select claim::integer from agents.authority where handle = " + name(),
                "select (status || 'x')::integer from agents.authority where handle = " + name(),
                "select jws::integer from ledger.evidence where agent = " + name(),
                "select 1 / (value - 1) from votes.votes where agent = " + name(),
                "select blocked::integer from agents.blocks where blocker = " + name());
    }

    /// Statements that must be refused as such.
    List<String> forbidden() {
        return List.of(
                "select pg_read_file('PG_VERSION')",
                "select pg_read_binary_file('carapace_hba.conf')::text",
                "select pg_ls_dir('.')",
                "select pg_ls_waldir()::text",
                "select pg_stat_file('PG_VERSION')::text",
                "select lo_import('/etc/hostname')",
                "select lo_create(0)",
                "select lo_from_bytea(0, 'kept beside the tables')",
                "select lo_export(1, '/tmp/carapace-drill')",
                "select pg_logical_emit_message(false, 'drill', 'x')",
                "select pg_terminate_backend(p) from generate_series(1, 100000) p",
                "select pg_cancel_backend(p) from generate_series(1, 100000) p",
                "select pg_advisory_lock(8241984110180332644)",
                "select pg_advisory_lock(7161115303842833253)",
                "select pg_reload_conf()",
                "select pg_switch_wal()",
                "select dblink('host=/tmp', 'select 1')",
                "copy (select 1) to program 'true'",
                "copy (select 1) to '/tmp/carapace-drill'",
                "copy posts.bodies from program 'true'",
                "copy posts.bodies (title) from '/etc/hostname'",
                "do $$ begin end $$",
                "set role carapace_owner",
                "set role carapace_ledger",
                "set session authorization carapace_admin",
                "alter role carapace_app bypassrls",
                "alter role carapace_app superuser",
                "create role drill login superuser",
                "grant carapace_owner to carapace_app",
                "grant all on context.keys to carapace_app",
                "alter table agents.authority disable row level security",
                "alter table agents.authority no force row level security",
                "drop policy authority_read on agents.authority",
                "create policy drill on agents.authority using (true)",
                "drop table posts.posts",
                "truncate posts.posts",
                "create schema drill",
                "create temporary table drill (a integer)",
                "create table posts.drill (a integer)",
                "create function posts.drill() returns integer language sql return 1",
                "create or replace function context.agent() returns text language sql return 'x'",
                "create extension dblink",
                "load 'auto_explain'",
                "alter system set synchronous_commit = 'off'",
                "alter database carapace set row_security = 'off'",
                "vacuum full posts.posts",
                "reindex table posts.posts",
                "select query from pg_stat_activity",
                "select context.sweep()",
                ("select ledger.append(%s, 1000000, null, array[sha256('x')], array['post.create'],"
                                + " array['x'], array['x'], now())")
                        .formatted(me()),
                ("select posts.add_post(sha256('past'), 'general', 'x', 'x', null,"
                        + " now() - interval '1 year')"),
                ("select posts.add_post(sha256('future'), 'general', 'x', 'x', null,"
                        + " now() + interval '1 year')"));
    }

    /// Writing: what is the victim's must stay as it is, whatever becomes of the statement.
    List<String> writing() {
        var deleted = bytea(victim.deleted());
        return List.of(
                insert(
                        "agents.authority",
                        "handle, status, claim, signing, access, created_at," + " version, seal",
                        name() + ", 'ACTIVE', '', '', '', now(), 1, ''"),
                "update agents.authority set status = 'RETIRED' where handle <> " + me(),
                "update agents.authority set owner = 'operator:%s' where handle = %s"
                        .formatted(victim.handle(), me()),
                "select owners.spend(100, 100)",
                "update agents.profiles set description = 'forged'",
                insert("agents.profiles", "handle, created_at", name() + "x, now()"),
                insert(
                        "agents.follows",
                        "follower, followed, since",
                        "%s, %s, now()".formatted(name(), me())),
                "delete from agents.follows where true",
                insert(
                        "agents.blocks",
                        "blocker, blocked, since",
                        "%s, 'carapace', now()".formatted(name())),
                "delete from agents.blocks where true",
                "update communities.communities set description = 'forged'",
                insert(
                        "communities.moderators",
                        "community, agent, since",
                        "'%s', %s, now()".formatted(victim.community(), me())),
                "delete from communities.moderators where community = '%s'"
                        .formatted(victim.community()),
                insert(
                        "communities.subscriptions",
                        "agent, community, since",
                        name() + ", 'general', now()"),
                "delete from communities.subscriptions where true",
                insert(
                        "ledger.records",
                        "id, agent, seq, type, jws, receipt, accepted_at",
                        "sha256('r'), %s, 1000, 'post.create', 'x', 'x', now()".formatted(name())),
                "update ledger.records set jws = null",
                "update ledger.heads set seq = 0",
                "delete from ledger.heads where true",
                insert(
                        "ledger.evidence",
                        "id, agent, seq, jws, received_at",
                        "sha256('e'), %s, 1, 'x', now()".formatted(name())),
                "select ledger.erase(array[%s])".formatted(post()),
                "select ledger.erase(array(select id from ledger.records))",
                ("select ledger.append(h.agent, h.seq + 1, h.record, array[sha256('a')],"
                                + " array['post.create'], array['x'], array['x'], now())"
                                + " from ledger.heads h where h.agent = %s")
                        .formatted(name()),
                "select ledger.lock_head(%s)::text".formatted(name()),
                "select ledger.clean_outbox()",
                "select posts.fold(1000)",
                insert(
                        "posts.posts",
                        "id, community, author, created_at",
                        "sha256('p'), 'general', %s, now()".formatted(name())),
                insert(
                        "posts.bodies",
                        "id, author, title",
                        "%s, %s, 'under the name of another'".formatted(deleted, me())),
                insert(
                        "posts.ranks",
                        "id, community, author, created_at, hot",
                        "%s, 'general', %s, now(), 1e9".formatted(deleted, me())),
                "update posts.ranks set ups = 1000000, hot = 1e9",
                "update posts.ranks set heat = 1000000000000",
                "update posts.ranks set pinned_at = now() where id = " + post(),
                "delete from posts.ranks where true",
                "update posts.posts set deleted_at = now()",
                "update posts.bodies set title = 'forged'",
                "delete from posts.bodies where true",
                "update posts.comments set text = 'forged', ups = 1000000",
                insert(
                        "posts.comments",
                        "id, post, root, depth, author, created_at",
                        "sha256('c'), %s, sha256('c'), 0, %s, now()".formatted(post(), name())),
                "select posts.erase_comment(%s, now())".formatted(bytea(victim.comment())),
                insert("posts.deltas", "target, ups, downs, comments", post() + ", 1000, 0, 0"),
                insert(
                        "posts.deltas",
                        "target, ups, downs, comments, heat",
                        post() + ", 0, 0, 0, 1000000000000"),
                "select votes.set_vote(%s, 1::smallint, now() + interval '6 days')"
                        .formatted(post()),
                insert(
                        "votes.votes",
                        "agent, target, value, set_at",
                        "%s, %s, -1, now()".formatted(name(), bytea(victim.comment()))),
                "update votes.votes set value = -1",
                "update communities.communities set posting = 'subscribers', labels = '{}'",
                "update posts.bodies set label = 'forged'",
                insert(
                        "images.images",
                        "id, agent, kind, bytes, uploaded_at",
                        "sha256('x'), %s, 'avatar', 'x', now()".formatted(name())),
                "update images.images set uploaded_at = now() + interval '9 years'",
                "update images.images set bytes = 'x', id = sha256('x')",
                "delete from images.images where true",
                insert("votes.pairs", "voter, author, net", "'x', %s, 15".formatted(me())),
                "update votes.pairs set net = 15",
                insert("agents.standing", "agent, karma, points", me() + ", 9, 9000"),
                "update agents.standing set points = 1000000",
                "delete from agents.standing where true",
                insert(
                        "posts.deltas",
                        "target, ups, downs, comments, voter, author",
                        "%s, 9, 0, 0, 'x', %s".formatted(post(), me())),
                "update notifications.inbox set is_read = true",
                "delete from notifications.inbox where true",
                insert("notifications.muted", "agent, kind", name() + ", 'reply'"),
                insert(
                        "notifications.inbox",
                        "agent, kind, record, author, at",
                        "%s, 'mention', %s, %s, now()".formatted(name(), post(), me())),
                "delete from context.spent where true",
                "update context.keys set inner_pad = outer_pad");
    }

    /// Votes, comments and their ends, a few of which race each other.
    ///
    /// @param number of the round, from 0
    List<String> counting(int number) {
        var vote = number % 3 - 1;
        return List.of(
                "select votes.set_vote(%s, %d::smallint, now())".formatted(post(), vote),
                "select votes.set_vote(%s, %d::smallint, now())"
                        .formatted(bytea(victim.comment()), vote),
                "select posts.add_comment(sha256('%d'), %s, null, 'x', now())"
                        .formatted(number / 2, post()),
                "select posts.erase_comment(sha256('%d'), now())".formatted(number / 4));
    }

    /// How PostgreSQL looks for the evidence of somebody, without any cost or time.
    static String plan(String handle) {
        return "explain (analyze, costs off, timing off, summary off, buffers off)"
                + " select 1 from ledger.evidence where agent = '%s'".formatted(handle);
    }

    private static String insert(String table, String columns, String values) {
        return "insert into %s (%s) values (%s)".formatted(table, columns, values);
    }

    /// Settings that, left on a pooled connection, would fall on whoever comes next.
    List<String> leaving() {
        return List.of(
                "select set_config('row_security', 'off', false)",
                "select set_config('synchronous_commit', 'off', false)",
                "select set_config('statement_timeout', '0', false)",
                "select set_config('lock_timeout', '1', false)",
                "select set_config('default_transaction_read_only', 'on', false)",
                "select set_config('search_path', 'posts', false)",
                "select set_config('enable_indexscan', 'off', false)",
                "select set_config('carapace.context', %s, false)".formatted(me()),
                "deallocate all");
    }
}
