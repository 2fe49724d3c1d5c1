package carapace.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compares the schema with `schema.txt`, the list of what all migrations together make. A test
/// keeps that list true, on the oldest and the newest PostgreSQL.
///
/// PostgreSQL's own functions and tables are not listed: they differ by version, and whoever
/// changed the program itself could as well change what it tells about itself.
final class SchemaCheck {

    private static final String FILE = "schema.txt";

    private static final String TAB = "\t";

    /// Kind and name, then everything that decides who may do what. Ours is what stands in no
    /// schema of PostgreSQL, and what was added to one of those (ids from 16384).
    static final String LISTING =
            """
            with ours as (
                select n.oid, n.nspname, n.nspowner, n.nspacl from pg_namespace n
                where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
                    and n.nspname not like 'pg\\_temp%'
                    and n.nspname not like 'pg\\_toast\\_temp%'),
            embedded as (
                select exists (select from pg_roles where rolname = 'carapace_admin') as embedded),
            relations as (
                select c.* from pg_class c join ours on ours.oid = c.relnamespace)
            select listed.name, regexp_replace(listed.definition, '\\s+', ' ', 'g') from (
                select 'schema ' || nspname as name, pg_get_userbyid(nspowner) || coalesce((
                    select string_agg(a.grantee::regrole || '=' || a.privilege_type, ' '
                        order by a.grantee::regrole::text, a.privilege_type)
                    from aclexplode(nspacl) a where a.grantee <> nspowner), '') as definition
                from ours where nspname <> 'public'
                union all
                select
                    case relkind when 'S' then 'sequence ' else 'relation ' end || r.oid::regclass,
                    concat_ws(' ', relkind, relpersistence, pg_get_userbyid(relowner),
                        relrowsecurity, relforcerowsecurity, (
                    select string_agg(
                        case a.grantee when 0 then 'public' else a.grantee::regrole::text end
                            || '=' || a.privilege_type || a.is_grantable, ' '
                        order by a.grantee::regrole::text, a.privilege_type)
                    from aclexplode(relacl) a where a.grantee <> relowner),
                    case when relkind in ('v', 'm') then pg_get_viewdef(r.oid) end)
                from relations r where relkind not in ('i', 'I')
                union all
                select 'index ' || r.oid::regclass,
                    concat_ws(' ', pg_get_indexdef(r.oid), i.indisvalid, i.indisunique)
                from relations r join pg_index i on i.indexrelid = r.oid
                union all
                select 'column ' || r.oid::regclass || '.' || t.attname,
                    concat_ws(' ', format_type(t.atttypid, t.atttypmod), t.attnotnull,
                        t.attidentity, t.attgenerated, pg_get_expr(d.adbin, d.adrelid), (
                    select string_agg(
                        case a.grantee when 0 then 'public' else a.grantee::regrole::text end
                            || '=' || a.privilege_type || a.is_grantable, ' '
                        order by a.grantee::regrole::text, a.privilege_type)
                    from aclexplode(t.attacl) a))
                from relations r join pg_attribute t on t.attrelid = r.oid
                left join pg_attrdef d on d.adrelid = r.oid and d.adnum = t.attnum
                where t.attnum > 0 and not t.attisdropped and r.relkind in ('r', 'p', 'v', 'm', 'f')
                union all
                select 'constraint ' || c.conname || ' on ' || c.conrelid::regclass,
                    concat_ws(' ', pg_get_constraintdef(c.oid), c.convalidated)
                from pg_constraint c join relations r on r.oid = c.conrelid where c.contype <> 'n'
                union all
                select 'policy ' || p.polname || ' on ' || p.polrelid::regclass,
                    concat_ws(' ', p.polcmd, p.polpermissive, (
                        select string_agg(role::regrole::text, ' ' order by role::regrole::text)
                        from unnest(p.polroles) role),
                        'using', pg_get_expr(p.polqual, p.polrelid),
                        'check', pg_get_expr(p.polwithcheck, p.polrelid))
                from pg_policy p
                union all
                select 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass,
                    concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
                from pg_trigger t where not t.tgisinternal
                union all
                select 'rule ' || w.rulename || ' on ' || w.ev_class::regclass,
                    pg_get_ruledef(w.oid)
                from pg_rewrite w join relations r on r.oid = w.ev_class
                    where w.rulename <> '_RETURN'
                union all
                select 'function ' || p.oid::regprocedure,
                    concat_ws(' ', pg_get_userbyid(p.proowner), l.lanname, p.prosecdef,
                        p.proleakproof, p.provolatile, p.proisstrict, p.proparallel, p.proconfig,
                        pg_get_function_result(p.oid), (
                    select string_agg(
                        case a.grantee when 0 then 'public' else a.grantee::regrole::text end
                            || a.is_grantable, ' ' order by a.grantee::regrole::text)
                    from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                    where a.grantee <> p.proowner),
                    encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex'))
                from pg_proc p join pg_language l on l.oid = p.prolang
                where p.pronamespace in (select oid from ours) or p.oid >= 16384
                union all
                select 'role ' || rolname, concat_ws(' ', rolsuper, rolinherit, rolcreaterole,
                    rolcreatedb, rolcanlogin, rolreplication, rolbypassrls)
                from pg_roles, embedded where rolname <> 'carapace_admin'
                    and (rolname like 'carapace\\_%' or embedded and oid >= 16384)
                union all
                select 'member ' || m.member::regrole || ' of ' || m.roleid::regrole,
                    m.admin_option::text
                from pg_auth_members m
                join pg_database d on d.datname = current_database() and d.datdba <> m.member
                where m.member::regrole::text like 'carapace\\_%'
                    or m.roleid::regrole::text like 'carapace\\_%'
                union all
                select 'database privilege of ' ||
                    case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
                    string_agg(a.privilege_type || a.is_grantable, ' ' order by a.privilege_type)
                from pg_database d
                cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
                where d.datname = current_database() and a.grantee <> d.datdba
                group by a.grantee
                union all
                select 'setting of ' || coalesce(r.rolname, 'the database'), s.setconfig::text
                from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole
                left join pg_database d on d.oid = s.setdatabase
                where r.rolname like 'carapace\\_%' or d.datname = current_database()
                union all
                select 'default privilege of ' || pg_get_userbyid(defaclrole), defaclacl::text
                from pg_default_acl
                union all
                select 'extension ' || extname, extversion from pg_extension
                    where extname <> 'plpgsql'
                union all
                select 'event trigger ' || evtname, evtfoid::regprocedure::text
                from pg_event_trigger
            ) listed
            """;

    private SchemaCheck() {}

    /// {@return a row of the listing as a line of the file}
    static String line(Row row) {
        return row.string(1) + TAB + row.string(2);
    }

    static List<SchemaDifference> differences(List<String> found) {
        var expected = byName(expected());
        var seen = byName(found);
        var differences = new ArrayList<SchemaDifference>();
        seen.forEach((name, definition) -> {
            var made = expected.remove(name);
            if (made == null) {
                differences.add(new SchemaDifference(name, "added: no migration made it"));
            } else if (!made.equals(definition)) {
                differences.add(
                        new SchemaDifference(name, "changed: it is not as the migrations made it"));
            }
        });
        expected.keySet()
                .forEach(name ->
                        differences.add(
                                new SchemaDifference(name, "missing: the migrations made it")));
        return differences;
    }

    private static Map<String, String> byName(List<String> lines) {
        var byName = new LinkedHashMap<String, String>();
        lines.stream()
                .sorted()
                .forEach(line -> {
                    var tab = line.indexOf(TAB);
                    byName.put(line.substring(0, tab), line.substring(tab + 1));
                });
        return byName;
    }

    static List<String> expected() {
        try (var in = SchemaCheck.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new AssertionError(FILE + " is part of the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + FILE, e);
        }
    }
}
