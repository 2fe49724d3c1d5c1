-- Votes: the truth that scores are counted from. One row for each agent and target.

create schema votes;
grant usage on schema votes to carapace_app;

create table votes.votes (
    agent text not null,
    target bytea not null check (octet_length(target) = 32),
    value smallint not null check (value between -1 and 1),
    set_at timestamptz not null,
    primary key (agent, target)
);
create index votes_target on votes.votes (target);
alter table votes.votes enable row level security;
alter table votes.votes force row level security;
-- Who may see a row: the voter, and the server's own work, which compares scores with votes. The voter
-- writes, through the function below.
create policy votes_read on votes.votes for select to carapace_app, carapace_owner
    using (agent = (select context.agent()) or (select context.caller()) = 'node');
create policy votes_create on votes.votes for insert to carapace_owner
    with check (agent = (select context.agent()));
create policy votes_change on votes.votes for update to carapace_owner
    using (agent = (select context.agent()))
    with check (agent = (select context.agent()));
grant select on votes.votes to carapace_app;

-- Sets the vote of the context's agent and counts exactly what that changes; false when there is no such
-- post or comment. The one way to a count: an injected call is a vote of the injecting agent, no more.
create function votes.set_vote(target bytea, value smallint, at timestamptz) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    voter constant text := context.agent();
    before smallint;
begin
    if not exists (
            select from posts.posts p where p.id = set_vote.target and p.deleted_at is null)
        and not exists (
            select from posts.comments c where c.id = set_vote.target and c.deleted_at is null)
    then
        return false;
    end if;
    -- Locked, so that no two calls see the same vote before: each change is counted once.
    loop
        select v.value into before from votes.votes v
            where v.agent = voter and v.target = set_vote.target for update;
        if found then
            update votes.votes v set value = set_vote.value, set_at = at
                where v.agent = voter and v.target = set_vote.target;
            exit;
        end if;
        insert into votes.votes (agent, target, value, set_at)
            values (voter, set_vote.target, set_vote.value, at) on conflict do nothing;
        if found then
            before := 0;
            exit;
        end if;
    end loop;
    if before <> set_vote.value then
        insert into posts.deltas (target, ups, downs, comments)
            values (
                set_vote.target,
                (set_vote.value = 1)::integer - (before = 1)::integer,
                (set_vote.value = -1)::integer - (before = -1)::integer,
                0);
    end if;
    return true;
end
$$;
revoke all on function votes.set_vote(bytea, smallint, timestamptz) from public;
grant execute on function votes.set_vote(bytea, smallint, timestamptz) to carapace_app;
