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
