package carapace.server.database;

/// Makes the four roles and keeps everybody else out.
final class Roles {

    /// `carapace_owner` owns the schema and migrates; `carapace_app` serves; `carapace_ledger` owns
    /// the functions that append; `carapace_reader` serves the public. Only the second and the last
    /// ever log in. None may pass by row security, which is checked also for roles that were there.
    static final String CREATE =
            """
            do $$
            declare
                wanted text;
                strong text;
            begin
                foreach wanted in array array[
                        'carapace_owner', 'carapace_app', 'carapace_ledger', 'carapace_reader'] loop
                    if not exists (select from pg_roles where rolname = wanted) then
                        execute format('create role %I noinherit', wanted);
                    end if;
                end loop;
                select string_agg(rolname, ', ') into strong from pg_roles
                    where rolname in (
                        'carapace_owner', 'carapace_app', 'carapace_ledger', 'carapace_reader')
                    and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
                        or rolreplication);
                if strong is not null then
                    raise exception 'too strong: %', strong using errcode = 'CR010';
                end if;
                if not (select rolsuper from pg_roles where rolname = current_user) then
                    execute format('grant carapace_owner to %I', current_user);
                end if;
                if not pg_has_role('carapace_owner', 'carapace_ledger', 'member') then
                    grant carapace_ledger to carapace_owner;
                end if;
                execute format('revoke all on database %I from public', current_database());
                execute format('grant connect, create on database %I to carapace_owner',
                    current_database());
                execute format('grant connect on database %I to carapace_app, carapace_reader',
                    current_database());
                revoke all on schema public from public;
            end
            $$
            """;

    /// What PostgreSQL lets everybody do and no request needs: an injected statement could end the
    /// connections of others, hold locks after its transaction, keep data beside the tables, watch
    /// what others ask, or run a program. Only a superuser can take it away; an administrator who
    /// is none leaves it, and an injection then can disturb others, still without reading them.
    static final String CLOSE_DOORS =
            """
            do $$
            declare
                door regprocedure;
            begin
                if not (select rolsuper from pg_roles where rolname = current_user) then
                    return;
                end if;
                for door in
                    select p.oid from pg_proc p
                    where p.pronamespace = 'pg_catalog'::regnamespace
                    and (p.proname like 'pg\\_%advisory%' or p.proname like 'lo\\_%'
                        or p.proname in ('loread', 'lowrite',
                            'pg_cancel_backend', 'pg_terminate_backend', 'pg_logical_emit_message',
                            'pg_stat_get_activity', 'pg_stat_get_backend_activity'))
                    and has_function_privilege('carapace_app', p.oid, 'execute')
                loop
                    execute format('revoke all on function %s from public', door);
                    -- Migrations lock each other out.
                    execute format('grant execute on function %s to carapace_owner', door);
                end loop;
                if has_language_privilege('carapace_app', 'plpgsql', 'usage') then
                    revoke usage on language plpgsql from public;
                    grant usage on language plpgsql to carapace_owner;
                end if;
            end
            $$
            """;

    /// The table that Flyway makes follows the rules of all tables.
    static final String GUARD_HISTORY =
            """
            do $$
            begin
                if exists (select from pg_policy
                        where polrelid = 'migrations.history'::regclass) then
                    return;
                end if;
                alter table migrations.history enable row level security;
                alter table migrations.history force row level security;
                create policy history_owner on migrations.history to carapace_owner
                    using ((select current_user) = 'carapace_owner')
                    with check ((select current_user) = 'carapace_owner');
            end
            $$
            """;

    /// Raised by [#CREATE].
    static final String TOO_STRONG = "CR010";

    private Roles() {}
}
