-- What can be searched: one row for each post, comment, agent and community, with its words.
--
-- A row holds no text, only the words that PostgreSQL found in it; what is shown is read where it
-- lies, under its own rules. Rows are written beside the write path, by the server's own work.

create schema search;
grant usage on schema search to carapace_app, carapace_reader;

-- Han, kana and hangul are written without spaces, so each of their signs is a word.
create function search.spaced(text text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select regexp_replace(
        text, '([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])', ' \1 ', 'g')
$$;

create function search.words(title text, text text) returns tsvector
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select setweight(to_tsvector('pg_catalog.english', search.spaced(title)), 'A')
        || setweight(to_tsvector('pg_catalog.english', search.spaced(text)), 'B')
$$;

-- What is asked for, from the setting carapace.query: words, "phrases", or, -not. Null when there
-- is nothing that an index could find, such as a question of nots alone.
create function search.asked() returns tsquery
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select case when querytree(q) not in ('', 'T') then q end
    from websearch_to_tsquery(
        'pg_catalog.english', search.spaced(current_setting('carapace.query', true))) q
$$;

-- Asks, for the rest of the transaction; false when there is nothing to be found. Nobody's question
-- may keep a connection for longer than a second with each statement.
create function search.ask(question text) returns boolean
language plpgsql
as $$
begin
    perform set_config('carapace.query', question, true);
    perform set_config('statement_timeout', '1s', true);
    return search.asked() is not null;
end
$$;

-- Lets the rest of the transaction walk from the newest on: bitmaps are how PostgreSQL reads the
-- index of words, which cannot give the newest first.
create function search.walk() returns void
language plpgsql
as $$
begin
    perform set_config('enable_bitmapscan', 'off', true);
end
$$;

create table search.documents (
    kind text not null check (kind in ('post', 'comment', 'agent', 'community')),
    -- The id of a post or comment; the name of an agent or community in UTF-8.
    key bytea not null check (octet_length(key) between 1 and 64),
    author text not null,
    community text,
    created_at timestamptz not null,
    words tsvector not null,
    primary key (key, kind)
);
create index documents_newest on search.documents (created_at desc, key desc);
-- Written in batches, so each search finds an index that is in order.
create index documents_words on search.documents using gin (words) with (fastupdate = off);
alter table search.documents enable row level security;
alter table search.documents force row level security;
-- Who may see a row: everybody whose context holds, as far as it answers what is asked. The
-- question stands in the policy because a condition of the statement could not use the index under
-- row security: PostgreSQL does not know that `@@` keeps what it compares to itself.
create policy documents_asked on search.documents for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null and words @@ (select search.asked()));
create policy documents_node on search.documents to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
grant select on search.documents to carapace_app, carapace_reader;

-- Puts documents in, or anew, for the server's own work.
create function search.put(
    kinds text[], keys bytea[], authors text[],
    -- Empty for none.
    communities text[],
    -- Milliseconds since 1970.
    times bigint[],
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
            set words = excluded.words, community = excluded.community
$$;

-- Takes documents out.
create function search.remove(kinds text[], keys bytea[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from search.documents d using unnest(kinds, keys) as gone (kind, key)
        where d.kind = gone.kind and d.key = gone.key
$$;

revoke all on all functions in schema search from public;
grant execute on function
    search.spaced(text), search.asked(), search.ask(text), search.walk()
    to carapace_app, carapace_reader;
grant execute on function
    search.put(text[], bytea[], text[], text[], bigint[], text[], text[]),
    search.remove(text[], bytea[])
    to carapace_app;
