-- What documents mean: one row for each that was ever put in, with a vector made of its text.
--
-- A row waits for its vector from the moment its text was put in or changed, in the order of
-- waiting; a node takes it, asks the model, and puts the vector in if the text is still the same.
-- Every node follows the changes and keeps an index of the nearest of its own, so a row whose text
-- is gone stays, without vector, author and community, for the nodes to see that it is gone.

create table search.vectors (
    kind text not null check (kind in ('post', 'comment', 'agent', 'community')),
    key bytea not null check (octet_length(key) between 1 and 64),
    author text not null,
    community text,
    created_at timestamptz not null,
    -- A signed byte for each dimension; null while it waits, and for good once the text is gone.
    vector bytea check (octet_length(vector) = 384),
    -- Null when nothing is to be made.
    waits_since timestamptz check (waits_since is null or vector is null),
    -- A node is at it until then.
    taken_until timestamptz,
    -- The transaction that changed it last.
    changed xid8 not null,
    primary key (key, kind)
);
create index vectors_waiting on search.vectors (waits_since) where waits_since is not null;
create index vectors_changed on search.vectors (changed, key, kind);
create index vectors_newest on search.vectors (created_at desc, key desc, kind desc)
    where vector is not null;
alter table search.vectors enable row level security;
alter table search.vectors force row level security;
-- Who may see a row: the server's own work. What a search finds is read where it lies, as whoever
-- asks.
create policy vectors_followed on search.vectors for select to carapace_app
    using ((select context.caller()) = 'node');
create policy vectors_node on search.vectors to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
grant select on search.vectors to carapace_app;

-- What was there before this table waits too. The owner is bound again before anybody else sees it.
alter table search.documents no force row level security;
alter table search.vectors no force row level security;
insert into search.vectors (kind, key, author, community, created_at, waits_since, changed)
    select kind, key, author, community, created_at, created_at, pg_current_xact_id()
    from search.documents;
alter table search.documents force row level security;
alter table search.vectors force row level security;

-- Puts documents in, or anew; their meaning waits to be made.
create or replace function search.put(
    kinds text[], keys bytea[], authors text[], communities text[], times bigint[],
    titles text[], texts text[])
returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into search.documents (kind, key, author, community, created_at, words)
        select d.kind, d.key, d.author, nullif(d.community, ''), to_timestamp(d.millis / 1000.0),
            search.words(d.title, d.text)
        from unnest(kinds, keys, authors, communities, times, titles, texts)
            as d (kind, key, author, community, millis, title, text)
        on conflict (key, kind) do update
            set words = excluded.words, community = excluded.community;
    insert into search.vectors (kind, key, author, community, created_at, waits_since, changed)
        select d.kind, d.key, d.author, nullif(d.community, ''), to_timestamp(d.millis / 1000.0),
            clock_timestamp(), pg_current_xact_id()
        from unnest(kinds, keys, authors, communities, times)
            as d (kind, key, author, community, millis)
        on conflict (key, kind) do update
            set author = excluded.author, community = excluded.community, vector = null,
                waits_since = excluded.waits_since, taken_until = null,
                changed = excluded.changed
$$;

-- Takes documents out, with what they mean.
create or replace function search.remove(kinds text[], keys bytea[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from search.documents d using unnest(kinds, keys) as gone (kind, key)
        where d.kind = gone.kind and d.key = gone.key;
    update search.vectors v
        set author = '', community = null, vector = null, waits_since = null,
            taken_until = null, changed = pg_current_xact_id()
        from unnest(kinds, keys) as gone (kind, key)
        where v.kind = gone.kind and v.key = gone.key
$$;

-- Takes those that have waited longest, for a minute; a node that ends meanwhile loses nothing.
create function search.take_waiting(count int)
returns table (kind text, key bytea, version text)
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update search.vectors v set taken_until = clock_timestamp() + interval '1 minute'
    from (
        select w.kind, w.key from search.vectors w
        where w.waits_since is not null
            and (w.taken_until is null or w.taken_until < clock_timestamp())
        order by w.waits_since limit count
        for update skip locked) taken
    where v.kind = taken.kind and v.key = taken.key
    returning v.kind, v.key, v.changed::text
$$;

-- Puts in what was made, each where the text is still the one that it was made of.
create function search.put_vectors(
    kinds text[], keys bytea[], versions text[],
    -- Empty where there was no text any more.
    vectors bytea[])
returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update search.vectors v
        set vector = nullif(made.vector, ''::bytea), waits_since = null, taken_until = null,
            changed = pg_current_xact_id()
        from unnest(kinds, keys, versions, vectors) as made (kind, key, version, vector)
        where v.kind = made.kind and v.key = made.key and v.waits_since is not null
            and v.changed = made.version::xid8
$$;

revoke all on function
    search.take_waiting(int), search.put_vectors(text[], bytea[], text[], bytea[]) from public;
grant execute on function
    search.take_waiting(int), search.put_vectors(text[], bytea[], text[], bytea[])
    to carapace_app;
