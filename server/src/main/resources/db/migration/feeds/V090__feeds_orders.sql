-- More orders of posts: top, rising, controversial. Formulas and sources: docs/ranking.md.
--
-- Here and not with the posts, so that a database that has all of theirs takes it.
--
-- Whatever follows from a row alone is generated, so that no statement can set it to anything else.

-- Periods of so many seconds since 1970.
create function posts.period(at timestamptz, seconds integer) returns integer
language sql immutable parallel safe
as $$
    select floor(extract(epoch from at) / seconds)::integer
$$;

-- What a vote weighs for the order `rising`, in 1/1024: twice as much for every six hours after
-- the post, six days long. A whole number of at most 2^34, so that votes can be taken back without
-- a trace and half a billion of them fit.
create function posts.heat(posted_at timestamptz, voted_at timestamptz) returns bigint
language sql immutable parallel safe
as $$
    select round(1024 * power(2::double precision, least(24,
        greatest(0, extract(epoch from voted_at - posted_at)::double precision / 21600))))::bigint
$$;

-- log2 of the sum of 2^((voted - epoch) / six hours): forward decay (G. Cormode, V. Shkapenyuk,
-- D. Srivastava, B. Xu, ICDE 2009). Null for a post that nobody, or more against than for, heats.
create function posts.rising(heat bigint, posted_at timestamptz) returns double precision
language sql immutable parallel safe
as $$
    select case when heat > 0 then
        ln(heat / 1024::double precision) / ln(2::double precision)
            + (extract(epoch from posted_at) - 1767225600)::double precision / 21600
    end
$$;

-- (ups + downs) ^ (fewer / more), the formula that Reddit published. Null while all agree.
create function posts.controversial(ups bigint, downs bigint) returns double precision
language sql immutable parallel safe
as $$
    select case when ups > 0 and downs > 0 then
        power((ups + downs)::double precision,
            least(ups, downs)::double precision / greatest(ups, downs))
    end
$$;
revoke all on function posts.period(timestamptz, integer) from public;
revoke all on function posts.heat(timestamptz, timestamptz) from public;
revoke all on function posts.rising(bigint, timestamptz) from public;
revoke all on function posts.controversial(bigint, bigint) from public;
grant execute on function posts.period(timestamptz, integer) to carapace_app;
grant execute on function posts.heat(timestamptz, timestamptz) to carapace_app;
grant execute on function posts.rising(bigint, timestamptz) to carapace_app;
grant execute on function posts.controversial(bigint, bigint) to carapace_app;

alter table posts.ranks add column heat bigint not null default 0;
alter table posts.deltas add column heat bigint not null default 0;

-- The votes that are there already, also those that wait to be folded without their heat. Row
-- security binds the owner too, and there is no context yet.
alter table posts.ranks no force row level security;
alter table votes.votes no force row level security;
update posts.ranks r set heat = v.heat
    from (
        select t.id, sum(v.value * posts.heat(t.created_at, v.set_at)) as heat
        from votes.votes v join posts.ranks t on t.id = v.target group by t.id) v
    where r.id = v.id and v.heat <> 0;
alter table posts.ranks force row level security;
alter table votes.votes force row level security;

alter table posts.ranks
    add column score bigint not null generated always as (ups - downs) stored,
    add column hour integer not null generated always as (posts.period(created_at, 3600)) stored,
    add column day integer not null generated always as (posts.period(created_at, 86400)) stored,
    add column rising double precision
        generated always as (posts.rising(heat, created_at)) stored,
    add column controversial double precision
        generated always as (posts.controversial(ups, downs)) stored;

-- An index of everybody's posts is in the order of the posts of one community or hour too, and
-- looks cheap for finding its first: until that has none, and all are walked through. So the wide
-- ones hold for the condition that author, or community, is not empty, which is always so, and
-- which only those repeat who ask for everybody's.
drop index posts.posts_newest;
create index posts_newest on posts.posts (created_at desc, id desc)
    where deleted_at is null and author <> '';
drop index posts.ranks_hot;
create index ranks_hot on posts.ranks (hot desc, id desc) where author <> '';
create index ranks_score on posts.ranks (score desc, id desc) where author <> '';
create index ranks_hour on posts.ranks (hour, score desc, id desc) where author <> '';
create index ranks_day on posts.ranks (day, score desc, id desc) where author <> '';
create index ranks_rising on posts.ranks (rising desc, id desc)
    where rising is not null and author <> '';
create index ranks_controversial on posts.ranks (controversial desc, id desc)
    where controversial is not null and author <> '';
create index ranks_community_score on posts.ranks (community, score desc, id desc)
    where community <> '';
create index ranks_community_hour on posts.ranks (community, hour, score desc, id desc);
create index ranks_community_day on posts.ranks (community, day, score desc, id desc);
create index ranks_community_rising on posts.ranks (community, rising desc, id desc)
    where rising is not null;
create index ranks_community_controversial on posts.ranks (community, controversial desc, id desc)
    where controversial is not null;
create index ranks_author on posts.ranks (author, hot desc, id desc);

alter policy ranks_create on posts.ranks
    with check (
        author = (select context.agent())
        and ups = 0 and downs = 0 and comments = 0 and heat = 0
    );

-- As in V080, with the heat of the vote. Its time may be off as far as that of a context, since
-- heat is made of it.
create or replace function votes.set_vote(target bytea, value smallint, at timestamptz)
returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    voter constant text := context.agent();
    posted timestamptz;
    before smallint;
    before_at timestamptz;
    warmer bigint;
begin
    if abs(extract(epoch from at - transaction_timestamp())) > 60 then
        raise exception 'time out of range' using errcode = 'data_exception';
    end if;
    select p.created_at into posted
        from posts.posts p where p.id = set_vote.target and p.deleted_at is null;
    if not found and not exists (
            select from posts.comments c where c.id = set_vote.target and c.deleted_at is null)
    then
        return false;
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
        insert into posts.deltas (target, ups, downs, comments, heat)
            values (
                set_vote.target,
                (set_vote.value = 1)::integer - (before = 1)::integer,
                (set_vote.value = -1)::integer - (before = -1)::integer,
                0,
                warmer);
    end if;
    return true;
end
$$;

-- As in V070, with heat.
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
        returning target, ups, downs, comments, heat),
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
        from sums s where c.id = s.target)
    select count(*) into folded from taken;
    return folded;
end
$$;

-- As in V071, with heat.
drop function posts.waiting(bytea[]);
create function posts.waiting(targets bytea[])
returns table (target bytea, ups bigint, downs bigint, comments bigint, heat bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select d.target, sum(d.ups)::bigint, sum(d.downs)::bigint, sum(d.comments)::bigint,
        sum(d.heat)::bigint
    from posts.deltas d where d.target = any (waiting.targets) group by d.target
$$;
revoke all on function posts.waiting(bytea[]) from public;
grant execute on function posts.waiting(bytea[]) to carapace_app;
