-- Communities, who moderates them and who subscribes.

create schema communities;
grant usage on schema communities to carapace_app, carapace_reader;

create table communities.communities (
    name text primary key,
    display_name text not null,
    description text,
    rules text,
    creator text not null,
    created_at timestamptz not null
);
create index communities_newest on communities.communities (created_at desc, name desc);
alter table communities.communities enable row level security;
alter table communities.communities force row level security;
-- Who may see a row: everybody whose context holds; communities are public. Its creator makes it, and
-- its moderators change it.
create policy communities_read on communities.communities for select
    to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy communities_create on communities.communities for insert to carapace_app
    with check (creator = (select context.agent()));
grant select on communities.communities to carapace_app, carapace_reader;
grant insert on communities.communities to carapace_app;
grant update (display_name, description, rules) on communities.communities to carapace_app;

create table communities.moderators (
    community text not null,
    agent text not null,
    since timestamptz not null,
    primary key (community, agent)
);
alter table communities.moderators enable row level security;
alter table communities.moderators force row level security;
-- The communities that the agent of the context moderates. A function, since a policy cannot ask its own
-- table; it answers about the context's agent only.
create function communities.moderated() returns setof text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select m.community from communities.moderators m where m.agent = (select context.agent())
$$;
-- Whether a community has moderators, for the same reason.
create function communities.has_moderators(name text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from communities.moderators m where m.community = name)
$$;
create policy moderators_owner on communities.moderators for select to carapace_owner
    using ((select context.caller()) is not null);
revoke all on all functions in schema communities from public;
grant execute on all functions in schema communities to carapace_app;

-- Who may see a row: everybody whose context holds; who moderates is public. Moderators name others;
-- the creator of a community is its first, and no longer one when the others have ended that.
create policy moderators_read on communities.moderators for select
    to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy moderators_create on communities.moderators for insert to carapace_app
    with check (
        exists (
            select from communities.communities c
            where c.name = community and c.creator = (select context.agent())
        ) and not communities.has_moderators(community)
        or community in (select communities.moderated())
    );
create policy moderators_end on communities.moderators for delete to carapace_app
    using (
        (select context.agent()) is not null
        and community in (select communities.moderated())
    );
grant select on communities.moderators to carapace_app, carapace_reader;
grant insert, delete on communities.moderators to carapace_app;

create policy communities_change on communities.communities for update to carapace_app
    using (
        (select context.agent()) is not null and name in (select communities.moderated())
    )
    with check (
        (select context.agent()) is not null and name in (select communities.moderated())
    );

create table communities.subscriptions (
    agent text not null,
    community text not null,
    since timestamptz not null,
    primary key (agent, community)
);
create index subscriptions_community on communities.subscriptions (community);
alter table communities.subscriptions enable row level security;
alter table communities.subscriptions force row level security;
-- Who may see a row: everybody whose context holds. The subscriber writes.
create policy subscriptions_read on communities.subscriptions for select
    to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy subscriptions_create on communities.subscriptions for insert to carapace_app
    with check (agent = (select context.agent()));
create policy subscriptions_end on communities.subscriptions for delete to carapace_app
    using (agent = (select context.agent()));
grant select on communities.subscriptions to carapace_app, carapace_reader;
grant insert, delete on communities.subscriptions to carapace_app;
