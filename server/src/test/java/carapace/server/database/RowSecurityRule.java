package carapace.server.database;

/// What the schema must not contain: each rule with the query that finds offenders by name, and a
/// flaw that it must find.
///
/// "Served" are the roles that a request can run as: `carapace_app` and `carapace_reader`, and
/// `carapace_ledger` through its functions.
enum RowSecurityRule {
    TABLE_WITHOUT_ROW_SECURITY(
            "every table has row-level security",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind in ('r', 'p') and not c.relrowsecurity and ours(c.relnamespace)
            """,
            "alter table planted.good disable row level security"),

    TABLE_NOT_FORCED(
            "row-level security binds the owner too",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind in ('r', 'p') and not c.relforcerowsecurity and ours(c.relnamespace)
            """,
            "alter table planted.good no force row level security"),

    TABLE_WITHOUT_POLICY(
            "a table says who may see its rows",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind in ('r', 'p') and ours(c.relnamespace)
            and not exists (select from pg_policy p where p.polrelid = c.oid)
            """,
            "drop policy good_read on planted.good; drop policy good_write on planted.good"),

    TABLE_OF_A_STRANGER(
            "tables belong to carapace_owner, whom row-level security binds",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind in ('r', 'p', 'v') and ours(c.relnamespace)
            and pg_get_userbyid(c.relowner) <> 'carapace_owner'
            """,
            "alter table planted.good owner to postgres_superuser"),

    POLICY_IS_TRUE(
            "no policy lets everybody see everything",
            """
            select p.polname || ' on ' || p.polrelid::regclass from pg_policy p
            join pg_class c on c.oid = p.polrelid
            where ours(c.relnamespace)
            and 'true' in (
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
            """,
            "create policy bad on planted.good for select to carapace_app using (true)"),

    POLICY_WRITE_WITHOUT_CHECK(
            "a policy for writing says what may be written",
            """
            select p.polname || ' on ' || p.polrelid::regclass from pg_policy p
            join pg_class c on c.oid = p.polrelid
            where ours(c.relnamespace) and p.polcmd in ('a', 'w', '*') and p.polwithcheck is null
            """,
            """
            create policy bad on planted.good for update to carapace_app
                using ((select context.agent()) = author)
            """),

    POLICY_WITHOUT_CONTEXT(
            "every policy asks who is calling; those of carapace_owner alone need not",
            """
            select p.polname || ' on ' || p.polrelid::regclass from pg_policy p
            join pg_class c on c.oid = p.polrelid
            cross join lateral (values
                (pg_get_expr(p.polqual, p.polrelid)), (pg_get_expr(p.polwithcheck, p.polrelid))
            ) as e (expression)
            where ours(c.relnamespace) and e.expression is not null
            and p.polroles <> array['carapace_owner'::regrole::oid]
            and e.expression !~ 'SELECT context\\.(caller|agent)\\(\\)'
            """,
            """
            create policy bad on planted.good for select to carapace_app
                using (author = current_setting('carapace.context', true))
            """),

    POLICY_CALLS_PER_ROW(
            "a policy calls the context as (select …), once per statement",
            """
            select p.polname || ' on ' || p.polrelid::regclass from pg_policy p
            join pg_class c on c.oid = p.polrelid
            cross join lateral (values
                (pg_get_expr(p.polqual, p.polrelid)), (pg_get_expr(p.polwithcheck, p.polrelid))
            ) as e (expression)
            where ours(c.relnamespace) and e.expression is not null
            and regexp_replace(e.expression, 'SELECT context\\.(caller|agent)\\(\\)', '', 'g')
                ~ 'context\\.'
            """,
            """
            create policy bad on planted.good for select to carapace_app
                using ((select context.caller()) is not null and author = context.agent())
            """),

    POLICY_FOR_PUBLIC(
            "a policy names the roles it is for",
            """
            select p.polname || ' on ' || p.polrelid::regclass from pg_policy p
            join pg_class c on c.oid = p.polrelid
            where ours(c.relnamespace) and 0 = any (p.polroles)
            """,
            """
            create policy bad on planted.good for select
                using ((select context.caller()) is not null)
            """),

    VIEW_OF_ITS_OWNER(
            "a view runs as who asks (security_invoker)",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind = 'v' and ours(c.relnamespace)
            and not coalesce(c.reloptions @> array['security_invoker=true'], false)
            """,
            "create view planted.bad as select author from planted.good"),

    DEFINER_WITHOUT_SEARCH_PATH(
            "a SECURITY DEFINER function fixes search_path to pg_catalog, pg_temp",
            """
            select p.oid::regprocedure::text from pg_proc p
            where p.prosecdef and ours(p.pronamespace)
            and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)
            """,
            """
            create function planted.bad() returns integer language sql security definer
                as 'select 1'
            """),

    DEFINER_OF_A_STRANGER(
            "a SECURITY DEFINER function runs as carapace_owner or carapace_ledger",
            """
            select p.oid::regprocedure::text from pg_proc p
            where p.prosecdef and ours(p.pronamespace)
            and pg_get_userbyid(p.proowner) not in ('carapace_owner', 'carapace_ledger')
            """,
            """
            create function planted.bad() returns integer language sql security definer
                set search_path = pg_catalog, pg_temp as 'select 1';
            alter function planted.bad() owner to postgres_superuser
            """),

    FUNCTION_LEAKPROOF(
            "no function may run before row security has filtered",
            """
            select p.oid::regprocedure::text from pg_proc p
            where p.proleakproof and ours(p.pronamespace)
            """,
            """
            create function planted.bad() returns integer language sql as 'select 1';
            alter function planted.bad() leakproof
            """),

    PUBLIC_GRANT_ON_SCHEMA(
            "PUBLIC may use no schema",
            """
            select n.nspname::text from pg_namespace n
            cross join lateral aclexplode(n.nspacl) as a
            where a.grantee = 0 and ours(n.oid)
            """,
            "grant usage on schema planted to public"),

    PUBLIC_GRANT_ON_TABLE(
            "PUBLIC may use no table, view or column",
            """
            select c.oid::regclass::text from pg_class c
            cross join lateral aclexplode(c.relacl) as a
            where a.grantee = 0 and ours(c.relnamespace)
            union
            select t.attrelid::regclass || '.' || t.attname from pg_attribute t
            join pg_class c on c.oid = t.attrelid
            cross join lateral aclexplode(t.attacl) as a
            where a.grantee = 0 and ours(c.relnamespace)
            """,
            "grant select (author) on planted.good to public"),

    PUBLIC_GRANT_ON_FUNCTION(
            "PUBLIC may call no function, which it may unless revoked",
            """
            select p.oid::regprocedure::text from pg_proc p
            cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
            where a.grantee = 0 and ours(p.pronamespace)
            """,
            "create function planted.bad() returns integer language sql as 'select 1'"),

    PUBLIC_GRANT_ON_DATABASE(
            "PUBLIC may neither connect nor make temporary tables",
            """
            select d.datname::text from pg_database d
            cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) as a
            where a.grantee = 0 and d.datname = current_database()
            """,
            """
            do $$ begin
                execute format('grant temporary on database %I to public', current_database());
            end $$
            """),

    SERVED_ROLE_OWNS(
            "served roles own nothing, but carapace_ledger its functions",
            """
            select s.classid::regclass || ' ' || s.objid || ' of ' || pg_get_userbyid(s.refobjid)
            from pg_shdepend s
            where s.deptype = 'o' and s.refclassid = 'pg_authid'::regclass
            and s.refobjid in ('carapace_app'::regrole, 'carapace_reader'::regrole,
                'carapace_ledger'::regrole)
            and not (s.refobjid = 'carapace_ledger'::regrole and s.classid = 'pg_proc'::regclass)
            """,
            """
            grant create on schema planted to carapace_app;
            alter table planted.good owner to carapace_app
            """),

    SERVED_ROLE_TOO_STRONG(
            "no role of ours is superuser, makes roles or databases, replicates or bypasses rows",
            """
            select rolname::text from pg_roles
            where rolname like 'carapace\\_%' and rolname <> 'carapace_admin'
            and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)
            """,
            "alter role carapace_app bypassrls"),

    SERVED_ROLE_IS_MEMBER(
            "served roles are members of no other role",
            """
            select m.member::regrole || ' of ' || m.roleid::regrole from pg_auth_members m
            where m.member in ('carapace_app'::regrole, 'carapace_reader'::regrole,
                'carapace_ledger'::regrole)
            """,
            "grant pg_read_all_data to carapace_reader"),

    SERVED_ROLE_MAY_CREATE(
            "served roles make no schema, table, function or temporary table",
            """
            select r.rolname || ' in ' || n.nspname from pg_roles r, pg_namespace n
            where r.rolname in ('carapace_app', 'carapace_reader', 'carapace_ledger')
            and has_schema_privilege(r.oid, n.oid, 'create')
            union
            select r.rolname || ' in the database' from pg_roles r
            where r.rolname in ('carapace_app', 'carapace_reader', 'carapace_ledger')
            and (has_database_privilege(r.oid, current_database(), 'create')
                or has_database_privilege(r.oid, current_database(), 'temporary'))
            """,
            "grant create on schema planted to carapace_app"),

    SERVED_ROLE_MAY_MORE_THAN_ROWS(
            "nobody truncates, references or puts triggers; the reader only reads;"
                    + " the ledger deletes from its outbox only",
            """
            select a.grantee::regrole || ' may ' || a.privilege_type || ' ' || c.oid::regclass
            from pg_class c
            cross join lateral aclexplode(c.relacl) as a
            where ours(c.relnamespace) and c.relkind <> 'S'
            and pg_get_userbyid(a.grantee) in ('carapace_app', 'carapace_reader', 'carapace_ledger')
            and (a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
                or (a.grantee = 'carapace_reader'::regrole and a.privilege_type <> 'SELECT')
                or (a.grantee = 'carapace_ledger'::regrole and a.privilege_type = 'DELETE'
                    and c.oid <> 'ledger.outbox'::regclass)
                or a.is_grantable)
            """,
            "grant truncate on planted.good to carapace_app"),

    SEQUENCE_ON_ITS_OWN(
            "sequences belong to identity columns and are granted to nobody: they count for all",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind = 'S' and ours(c.relnamespace)
            and (not exists (select from pg_depend d where d.classid = 'pg_class'::regclass
                    and d.objid = c.oid and d.deptype = 'i')
                or exists (select from aclexplode(c.relacl) as a where a.grantee <> c.relowner))
            """,
            "create sequence planted.bad"),

    RELATION_WITHOUT_ROW_SECURITY(
            "no materialized views and foreign tables: row-level security does not exist there",
            """
            select c.oid::regclass::text from pg_class c
            where c.relkind in ('m', 'f') and ours(c.relnamespace)
            """,
            "create materialized view planted.bad as select 1 as one"),

    REWRITE_RULE(
            "no rewrite rules: they run as the table's owner",
            """
            select r.rulename || ' on ' || r.ev_class::regclass from pg_rewrite r
            join pg_class c on c.oid = r.ev_class
            where ours(c.relnamespace) and r.rulename <> '_RETURN'
            """,
            "create rule bad as on delete to planted.good do also notify planted"),

    EXTENSION(
            "no extension: its functions belong to a superuser and are PUBLIC",
            "select extname::text from pg_extension where extname <> 'plpgsql'",
            "create extension pg_trgm schema planted"),

    EVENT_TRIGGER(
            "no event trigger",
            "select evtname::text from pg_event_trigger",
            """
            create function planted.bad() returns event_trigger language plpgsql
                as 'begin end';
            create event trigger bad on ddl_command_end execute function planted.bad()
            """),

    KIND_NOT_SEEN(
            "nothing stands in our schemas that no rule looks at",
            """
            select c.oid::regclass::text from pg_class c
            where ours(c.relnamespace)
            and c.relkind not in ('r', 'p', 'v', 'm', 'f', 'S', 'i', 'I', 't')
            """,
            "create type planted.bad as (one integer)");

    private final String because;
    private final String offenders;
    private final String flaw;

    RowSecurityRule(String because, String offenders, String flaw) {
        this.because = because;
        this.offenders = offenders;
        this.flaw = flaw;
    }

    String because() {
        return because;
    }

    /// Finds the names of all offenders. `ours(schema)` holds for what is not PostgreSQL's own.
    String offenders() {
        return offenders.replaceAll(
                "ours\\(([a-z.]+)\\)",
                "$1 not in (select oid from pg_namespace where nspname in"
                        + " ('pg_catalog', 'information_schema', 'pg_toast'))");
    }

    /// Breaks this rule in the schema `planted`; run by a superuser as `carapace_owner`.
    String flaw() {
        return flaw;
    }
}
