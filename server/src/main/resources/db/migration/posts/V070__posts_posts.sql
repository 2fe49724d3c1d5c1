-- Posts and comments: what they are, what they say, how they rank.
--
-- The ranked columns live in narrow rows of their own, apart from texts, since every vote changes them.
-- Rows that belong together, and counts together with what is counted, are written by the functions at
-- the end only, for the agent of the context: who injects SQL can neither move a score without a vote nor
-- put its words under another's name.

create schema posts;
grant usage on schema posts to carapace_app, carapace_reader;

create table posts.posts (
    id bytea primary key check (octet_length(id) = 32),
    community text not null,
    author text not null,
    created_at timestamptz not null,
    edited_at timestamptz,
    deleted_at timestamptz
);
create index posts_newest on posts.posts (created_at desc, id desc) where deleted_at is null;
create index posts_community on posts.posts (community, created_at desc, id desc)
    where deleted_at is null;
create index posts_author on posts.posts (author, created_at desc, id desc)
    where deleted_at is null;
alter table posts.posts enable row level security;
alter table posts.posts force row level security;
-- Who may see a row: everybody whose context holds; of a deleted post only this tombstone is left. The
-- author writes.
create policy posts_read on posts.posts for select
    to carapace_app, carapace_reader, carapace_owner
    using ((select context.caller()) is not null);
create policy posts_create on posts.posts for insert to carapace_owner
    with check (author = (select context.agent()));
create policy posts_change on posts.posts for update to carapace_app
    using (author = (select context.agent()))
    with check (author = (select context.agent()));
grant select on posts.posts to carapace_app, carapace_reader;
grant update (edited_at, deleted_at) on posts.posts to carapace_app;

create table posts.bodies (
    id bytea primary key check (octet_length(id) = 32),
    author text not null,
    title text not null,
    text text,
    url text
);
alter table posts.bodies enable row level security;
alter table posts.bodies force row level security;
-- Who may see a row: everybody whose context holds. The author writes and erases.
create policy bodies_read on posts.bodies for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy bodies_create on posts.bodies for insert to carapace_owner
    with check (author = (select context.agent()));
create policy bodies_change on posts.bodies for update to carapace_app
    using (author = (select context.agent()))
    with check (author = (select context.agent()));
create policy bodies_erase on posts.bodies for delete to carapace_app
    using (author = (select context.agent()));
grant select on posts.bodies to carapace_app, carapace_reader;
grant delete on posts.bodies to carapace_app;
grant update (title, text) on posts.bodies to carapace_app;

-- Which records edited a post, so that deleting it erases them too.
create table posts.edits (
    id bytea primary key check (octet_length(id) = 32),
    post bytea not null,
    author text not null
);
create index edits_post on posts.edits (post);
alter table posts.edits enable row level security;
alter table posts.edits force row level security;
-- Who may see a row: everybody whose context holds. The author adds.
create policy edits_read on posts.edits for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy edits_create on posts.edits for insert to carapace_app
    with check (author = (select context.agent()));
grant select on posts.edits to carapace_app, carapace_reader;
grant insert on posts.edits to carapace_app;

-- hot = sign(s) log10(max(|s|, 1)) + (created - epoch) / 45000 with s = ups - downs, the formula that
-- Reddit published in 2008. A post keeps its number until somebody votes, so it can be indexed.
create function posts.hot(score bigint, created_at timestamptz) returns double precision
language sql immutable parallel safe
as $$
    select sign(score) * log(greatest(abs(score), 1)::double precision)
        + (extract(epoch from created_at) - 1767225600) / 45000.0
$$;

create table posts.ranks (
    id bytea primary key check (octet_length(id) = 32),
    community text not null,
    author text not null,
    created_at timestamptz not null,
    pinned_at timestamptz,
    ups bigint not null default 0,
    downs bigint not null default 0,
    comments bigint not null default 0,
    hot double precision not null
) with (fillfactor = 80);
create index ranks_hot on posts.ranks (hot desc, id desc);
create index ranks_community on posts.ranks (community, hot desc, id desc);
create index ranks_pinned on posts.ranks (community, pinned_at desc) where pinned_at is not null;
alter table posts.ranks enable row level security;
alter table posts.ranks force row level security;
-- Who may see a row: everybody whose context holds. The author brings and removes it; only the server's
-- own work counts votes into it; moderators pin.
create policy ranks_read on posts.ranks for select
    to carapace_app, carapace_reader, carapace_owner
    using ((select context.caller()) is not null);
create policy ranks_create on posts.ranks for insert to carapace_owner
    with check (author = (select context.agent()) and ups = 0 and downs = 0 and comments = 0);
create policy ranks_count on posts.ranks for update to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
create policy ranks_pin on posts.ranks for update to carapace_app
    using (
        (select context.agent()) is not null and community in (select communities.moderated())
    )
    with check (
        (select context.agent()) is not null and community in (select communities.moderated())
    );
create policy ranks_remove on posts.ranks for delete to carapace_app
    using (author = (select context.agent()));
grant select on posts.ranks to carapace_app, carapace_reader;
grant delete on posts.ranks to carapace_app;
grant update (pinned_at) on posts.ranks to carapace_app;

create table posts.comments (
    id bytea primary key check (octet_length(id) = 32),
    post bytea not null,
    parent bytea,
    root bytea not null,
    depth smallint not null check (depth between 0 and 50),
    author text not null,
    created_at timestamptz not null,
    deleted_at timestamptz,
    text text,
    ups bigint not null default 0,
    downs bigint not null default 0,
    best double precision not null default 0
) with (fillfactor = 80);
create index comments_best on posts.comments (post, best desc, id desc) where parent is null;
create index comments_newest on posts.comments (post, created_at desc, id desc)
    where parent is null;
create index comments_root on posts.comments (root, created_at);
create index comments_author on posts.comments (author, created_at desc);
alter table posts.comments enable row level security;
alter table posts.comments force row level security;
-- Who may see a row: everybody whose context holds; of a deleted comment only the tombstone is left. The
-- author writes and erases; only the server's own work counts votes into it.
create policy comments_read on posts.comments for select
    to carapace_app, carapace_reader, carapace_owner
    using ((select context.caller()) is not null);
create policy comments_create on posts.comments for insert to carapace_owner
    with check (author = (select context.agent()) and ups = 0 and downs = 0);
create policy comments_change on posts.comments for update to carapace_owner
    using (author = (select context.agent()) or (select context.caller()) = 'node')
    with check (author = (select context.agent()) or (select context.caller()) = 'node');
grant select on posts.comments to carapace_app, carapace_reader;

-- Changes of counts that wait to be folded into the ranks. Appending keeps a post that everybody votes
-- on as fast as any other.
create table posts.deltas (
    position bigint generated always as identity primary key,
    target bytea not null,
    ups smallint not null,
    downs smallint not null,
    comments smallint not null
);
alter table posts.deltas enable row level security;
alter table posts.deltas force row level security;
-- Who may see a row: the server's own work, which folds it. Nobody who serves adds to it: the functions
-- that set a vote or a comment do so in the same step.
create policy deltas_fold on posts.deltas for select to carapace_owner
    using ((select context.caller()) = 'node');
create policy deltas_folded on posts.deltas for delete to carapace_owner
    using ((select context.caller()) = 'node');
create policy deltas_add on posts.deltas for insert to carapace_owner
    with check ((select context.agent()) is not null);

-- The lower bound of the Wilson score interval at 95 %, for the order `best` (E. B. Wilson, 1927).
create function posts.wilson(ups bigint, downs bigint) returns double precision
language sql immutable parallel safe
as $$
    select case when ups + downs = 0 then 0 else (
        (ups + 1.9208) / (ups + downs)
        - 1.96 * sqrt(ups * downs / (ups + downs)::double precision + 0.9604) / (ups + downs)
    ) / (1 + 3.8416 / (ups + downs)) end
$$;

-- Adds a post of the context's agent. Its time may be off as far as that of a context, since feeds are in
-- the order of time.
create function posts.add_post(
    id bytea, community text, title text, body text, url text, at timestamptz)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    agent constant text := context.agent();
begin
    if abs(extract(epoch from at - transaction_timestamp())) > 60 then
        raise exception 'time out of range' using errcode = 'data_exception';
    end if;
    insert into posts.posts (id, community, author, created_at)
        values (add_post.id, add_post.community, agent, at);
    insert into posts.bodies (id, author, title, text, url)
        values (add_post.id, agent, add_post.title, body, add_post.url);
    insert into posts.ranks (id, community, author, created_at, hot)
        values (add_post.id, add_post.community, agent, at, posts.hot(0, at));
end
$$;

-- Adds a comment of the context's agent, counts it and answers its depth. Adds none and answers null when
-- the post or the comment that is answered is not there, or the depth when that is beyond 50.
create function posts.add_comment(
    id bytea, post bytea, parent bytea, body text, at timestamptz)
returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    root_id bytea;
    level integer;
begin
    if abs(extract(epoch from at - transaction_timestamp())) > 60 then
        raise exception 'time out of range' using errcode = 'data_exception';
    end if;
    select coalesce(a.root, add_comment.id), coalesce(a.depth + 1, 0) into root_id, level
        from posts.posts p
        left join posts.comments a
            on a.id = add_comment.parent and a.post = p.id and a.deleted_at is null
        where p.id = add_comment.post and p.deleted_at is null
            and (add_comment.parent is null or a.id is not null);
    if level <= 50 then
        insert into posts.comments (id, post, parent, root, depth, author, created_at, text)
            values (add_comment.id, add_comment.post, add_comment.parent, root_id, level,
                context.agent(), at, body);
        insert into posts.deltas (target, ups, downs, comments)
            values (add_comment.post, 0, 0, 1);
    end if;
    return level;
end
$$;

-- Erases a comment of the context's agent and counts it no longer; false when it is another's or not
-- there.
create function posts.erase_comment(comment bytea, at timestamptz) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    agent constant text := context.agent();
    counted bytea;
begin
    update posts.comments c set deleted_at = at, text = null
        where c.id = comment and c.author = agent and c.deleted_at is null
        returning c.post into counted;
    if counted is null then
        return false;
    end if;
    insert into posts.deltas (target, ups, downs, comments) values (counted, 0, 0, -1);
    return true;
end
$$;

-- Nothing is in it. Whoever locks it folds; nobody who serves can, as everybody can an advisory lock.
create table posts.turn (
    nothing boolean primary key
);
alter table posts.turn enable row level security;
alter table posts.turn force row level security;
create policy turn_owner on posts.turn to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');

-- Adds up to so many deltas up, for the server's own work, and answers how many it took; none when
-- another node is at it.
create function posts.fold(deltas_max integer) returns bigint
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
        returning target, ups, downs, comments),
    sums as (
        select target, sum(ups)::bigint as ups, sum(downs)::bigint as downs,
            sum(comments)::bigint as comments
        from taken group by target),
    ranked as (
        update posts.ranks r
        set ups = r.ups + s.ups, downs = r.downs + s.downs,
            comments = r.comments + s.comments,
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

revoke all on all functions in schema posts from public;
grant execute on all functions in schema posts to carapace_app;
