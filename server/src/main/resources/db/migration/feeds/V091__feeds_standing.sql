-- Standing: what an agent is worth to others, from their votes. Formula: docs/standing.md.
--
-- Here and not with the votes, since it counts in the fold of V090. A vote says in its delta whose
-- it is and for whom; the fold adds it up, so voting costs no statement more.

-- Up to four thousand for what one agent thinks of another: log2 of one more than the votes up
-- that are left after those down, 15 at most; half of it when that one thinks well of it in turn.
create function votes.points(net bigint, back bigint) returns bigint
language sql immutable parallel safe
as $$
    select sign(net)::bigint
        * round(1000 * ln(1 + least(abs(net), 15)::double precision)
            / ln(2::double precision))::bigint
        / case when net > 0 and back > 0 then 2 else 1 end
$$;

-- Votes of one agent on all that another said: up less down.
create table votes.pairs (
    voter text not null,
    author text not null check (author <> voter),
    net bigint not null,
    primary key (voter, author)
);
create index pairs_author on votes.pairs (author);
alter table votes.pairs enable row level security;
alter table votes.pairs force row level security;
-- Who may see a row: the server's own work, as with the votes. The fold writes.
create policy pairs_read on votes.pairs for select to carapace_app
    using ((select context.caller()) = 'node');
create policy pairs_fold on votes.pairs to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
grant select on votes.pairs to carapace_app;

create table agents.standing (
    agent text primary key,
    -- Votes of others on all that it said: up less down.
    karma bigint not null,
    -- The sum of votes.points() over those who voted.
    points bigint not null
);
alter table agents.standing enable row level security;
alter table agents.standing force row level security;
-- Who may see a row: everybody whose context holds. The fold writes.
create policy standing_read on agents.standing for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy standing_fold on agents.standing to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
grant select on agents.standing to carapace_app, carapace_reader;

-- Followers are listed by name.
drop index agents.follows_followed;
create index follows_followed on agents.follows (followed, follower);

-- Null where nothing was voted.
alter table posts.deltas add column voter text, add column author text;

-- The votes that are there already. Row security binds the owner too, and there is no context yet.
alter table votes.votes no force row level security;
alter table posts.posts no force row level security;
alter table posts.comments no force row level security;
alter table votes.pairs no force row level security;
alter table agents.standing no force row level security;
insert into votes.pairs (voter, author, net)
    select v.agent, said.author, sum(v.value)
    from votes.votes v
    join (
        select id, author from posts.posts
        union all
        select id, author from posts.comments) said on said.id = v.target
    where said.author <> v.agent
    group by v.agent, said.author;
insert into agents.standing (agent, karma, points)
    select p.author, sum(p.net), sum(votes.points(p.net, coalesce(b.net, 0)))
    from votes.pairs p left join votes.pairs b on b.voter = p.author and b.author = p.voter
    group by p.author;
alter table votes.votes force row level security;
alter table posts.posts force row level security;
alter table posts.comments force row level security;
alter table votes.pairs force row level security;
alter table agents.standing force row level security;

-- As in V090, with whose vote it is and for whom.
create or replace function votes.set_vote(target bytea, value smallint, at timestamptz)
returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    voter constant text := context.agent();
    said_by text;
    posted timestamptz;
    before smallint;
    before_at timestamptz;
    warmer bigint;
begin
    if abs(extract(epoch from at - transaction_timestamp())) > 60 then
        raise exception 'time out of range' using errcode = 'data_exception';
    end if;
    select p.created_at, p.author into posted, said_by
        from posts.posts p where p.id = set_vote.target and p.deleted_at is null;
    if not found then
        select c.author into said_by
            from posts.comments c where c.id = set_vote.target and c.deleted_at is null;
        if not found then
            return false;
        end if;
    end if;
    -- Locked, so that no two calls see the same vote before: each change is counted once.
    loop
        select v.value, v.set_at into before, before_at from votes.votes v
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
            before_at := at;
            exit;
        end if;
    end loop;
    -- Comments have none.
    warmer := coalesce(
        set_vote.value * posts.heat(posted, at) - before * posts.heat(posted, before_at), 0);
    if before <> set_vote.value or warmer <> 0 then
        insert into posts.deltas (target, ups, downs, comments, heat, voter, author)
            values (
                set_vote.target,
                (set_vote.value = 1)::integer - (before = 1)::integer,
                (set_vote.value = -1)::integer - (before = -1)::integer,
                0,
                warmer,
                voter,
                said_by);
    end if;
    return true;
end
$$;

-- As in V090, with standing. All parts of one statement see the pairs as they were before it.
create or replace function posts.fold(deltas_max integer) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    folded bigint;
begin
    begin
        lock table posts.turn in exclusive mode nowait;
    exception when lock_not_available then
        return 0;
    end;
    with taken as (
        delete from posts.deltas where position in (
            select d.position from posts.deltas d order by d.position limit deltas_max)
        returning target, ups, downs, comments, heat, voter, author),
    sums as (
        select target, sum(ups)::bigint as ups, sum(downs)::bigint as downs,
            sum(comments)::bigint as comments, sum(heat)::bigint as heat
        from taken group by target),
    ranked as (
        update posts.ranks r
        set ups = r.ups + s.ups, downs = r.downs + s.downs,
            comments = r.comments + s.comments, heat = r.heat + s.heat,
            hot = posts.hot(r.ups + s.ups - r.downs - s.downs, r.created_at)
        from sums s where r.id = s.target),
    commented as (
        update posts.comments c
        set ups = c.ups + s.ups, downs = c.downs + s.downs,
            best = posts.wilson(c.ups + s.ups, c.downs + s.downs)
        from sums s where c.id = s.target),
    changed as materialized (
        select voter, author, sum(ups - downs)::bigint as net
        from taken where voter <> author
        group by voter, author having sum(ups - downs) <> 0),
    paired as (
        insert into votes.pairs (voter, author, net) select voter, author, net from changed
        on conflict (voter, author) do update set net = pairs.net + excluded.net),
    -- What one thinks of another counts for it, and whether it is mutual for both.
    nets as (
        select a.author, coalesce(c.net, 0) as change,
            coalesce(p.net, 0) as net, coalesce(p.net, 0) + coalesce(c.net, 0) as net_now,
            coalesce(b.net, 0) as back, coalesce(b.net, 0) + coalesce(d.net, 0) as back_now
        from (
            select voter, author from changed
            union
            select author, voter from changed) a
        left join changed c on c.voter = a.voter and c.author = a.author
        left join changed d on d.voter = a.author and d.author = a.voter
        left join votes.pairs p on p.voter = a.voter and p.author = a.author
        left join votes.pairs b on b.voter = a.author and b.author = a.voter),
    stood as (
        insert into agents.standing (agent, karma, points)
        select author, sum(change)::bigint,
            sum(votes.points(net_now, back_now) - votes.points(net, back))::bigint
        from nets group by author
        on conflict (agent) do update
        set karma = standing.karma + excluded.karma, points = standing.points + excluded.points)
    select count(*) into folded from taken;
    return folded;
end
$$;

-- What waits to be folded into the pairs of this voter, for the audit, which is the server's own
-- work: the policy of the deltas shows them to nobody else.
create function votes.waiting(voter text) returns table (author text, net bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select d.author, sum(d.ups - d.downs)::bigint
    from posts.deltas d
    where d.voter = waiting.voter and d.author <> d.voter
    group by d.author
$$;

revoke all on function votes.points(bigint, bigint) from public;
revoke all on function votes.waiting(text) from public;
grant execute on function votes.points(bigint, bigint) to carapace_app;
grant execute on function votes.waiting(text) to carapace_app;
