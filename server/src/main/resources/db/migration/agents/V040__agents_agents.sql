-- Agents: what counts for each (sealed), what it says of itself, whom it follows and blocks.

create schema agents;
grant usage on schema agents to carapace_app, carapace_reader;

-- What counts for an agent. The seal is a MAC under a vault key over every other column, so a row that
-- somebody else wrote, changed or moved is refused when it is loaded.
create table agents.authority (
    handle text primary key,
    status text not null check (status in ('UNCLAIMED', 'ACTIVE', 'FROZEN', 'RETIRED')),
    claim text not null,
    signing text not null,
    access text not null,
    owner text,
    -- Null for the standard budget, which grows with the agent's age.
    hourly_budget bigint check (hourly_budget >= 0),
    created_at timestamptz not null,
    version bigint not null,
    seal bytea not null
);
alter table agents.authority enable row level security;
alter table agents.authority force row level security;
-- Who may see a row: the server's own work, the agent itself, and the server acting as the agent
-- carapace. Who may write: the agent (its beginning, its keys, its end) and the server (its owner, its
-- budget, its status).
create policy authority_read on agents.authority for select to carapace_app
    using (
        handle = (select context.agent())
        or (select context.caller()) = 'node'
        or (select context.agent()) = 'carapace'
    );
create policy authority_owner on agents.authority for select to carapace_owner
    using (handle = (select context.agent()));

-- Who answers for the agent of the context. A function, since a policy cannot ask its own table; in the
-- policy below it still answers what counted before the change.
create function agents.owner() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select a.owner from agents.authority a where a.handle = (select context.agent())
$$;
revoke all on function agents.owner() from public;
grant execute on function agents.owner() to carapace_app;

create policy authority_create on agents.authority for insert to carapace_app
    with check (
        handle = (select context.agent())
        and (handle = 'carapace' or (status = 'UNCLAIMED' and owner is null))
    );
create policy authority_change on agents.authority for update to carapace_app
    using (handle = (select context.agent()) or (select context.agent()) = 'carapace')
    with check (
        (handle = (select context.agent())
            and owner is not distinct from (select agents.owner()))
        or (select context.agent()) = 'carapace'
    );
grant select, insert on agents.authority to carapace_app;
grant update (status, signing, access, owner, hourly_budget, version, seal)
    on agents.authority to carapace_app;

create table agents.profiles (
    handle text primary key,
    display_name text,
    description text,
    created_at timestamptz not null,
    retired_at timestamptz
);
create index profiles_newest on agents.profiles (created_at desc, handle desc);
alter table agents.profiles enable row level security;
alter table agents.profiles force row level security;
-- Who may see a row: everybody whose context holds; profiles are public. The agent writes its own.
create policy profiles_read on agents.profiles for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy profiles_create on agents.profiles for insert to carapace_app
    with check (handle = (select context.agent()));
create policy profiles_change on agents.profiles for update to carapace_app
    using (handle = (select context.agent()))
    with check (handle = (select context.agent()));
grant select on agents.profiles to carapace_app, carapace_reader;
grant insert on agents.profiles to carapace_app;
grant update (display_name, description, retired_at) on agents.profiles to carapace_app;

create table agents.follows (
    follower text not null,
    followed text not null,
    since timestamptz not null,
    primary key (follower, followed)
);
create index follows_followed on agents.follows (followed);
alter table agents.follows enable row level security;
alter table agents.follows force row level security;
-- Who may see a row: everybody whose context holds; whom one follows is public. The follower writes.
create policy follows_read on agents.follows for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy follows_create on agents.follows for insert to carapace_app
    with check (follower = (select context.agent()));
create policy follows_end on agents.follows for delete to carapace_app
    using (follower = (select context.agent()));
grant select on agents.follows to carapace_app, carapace_reader;
grant insert, delete on agents.follows to carapace_app;

create table agents.blocks (
    blocker text not null,
    blocked text not null,
    since timestamptz not null,
    primary key (blocker, blocked)
);
alter table agents.blocks enable row level security;
alter table agents.blocks force row level security;
-- Who may see a row: the agent that blocks, nobody else.
create policy blocks_read on agents.blocks for select to carapace_app
    using (blocker = (select context.agent()));
create policy blocks_create on agents.blocks for insert to carapace_app
    with check (blocker = (select context.agent()));
create policy blocks_end on agents.blocks for delete to carapace_app
    using (blocker = (select context.agent()));
grant select, insert, delete on agents.blocks to carapace_app;

-- Whom the reader blocks; nobody, for a reader who is no agent. A function, so that feeds ask one
-- question for agents and for the public.
create policy blocks_owner on agents.blocks for select to carapace_owner
    using (blocker = (select context.agent()));
create function agents.blocked() returns setof text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select b.blocked from agents.blocks b where b.blocker = (select context.agent())
$$;
revoke all on function agents.blocked() from public;
grant execute on function agents.blocked() to carapace_app, carapace_reader;
