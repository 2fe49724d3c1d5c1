-- Words for questions with typing errors: those of titles that three agents have written, so that
-- nobody's own word is told to others, and the names of agents and communities, which are public.

create table search.spellings (
    -- The word, or what is left of it without one of its letters.
    spelling text not null check (char_length(spelling) between 3 and 24),
    word text not null check (char_length(word) between 4 and 24),
    primary key (spelling, word)
);
alter table search.spellings enable row level security;
alter table search.spellings force row level security;
-- Who may see a row: everybody whose context holds, since several have written the word in public.
create policy spellings_read on search.spellings for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy spellings_node on search.spellings to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
grant select on search.spellings to carapace_app, carapace_reader;

-- Words of titles that too few agents have written yet, and these agents. All of an agent's are
-- forgotten when a text of its is changed or deleted, whichever stood there.
create table search.uttered (
    author text not null,
    word text not null check (char_length(word) between 4 and 24),
    primary key (author, word)
);
create index uttered_words on search.uttered (word);
alter table search.uttered enable row level security;
alter table search.uttered force row level security;
-- Who may see a row: the server's own work, through the functions below.
create policy uttered_node on search.uttered to carapace_owner
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');

-- Takes note of words in titles. Answers which of them enough agents have written now.
create function search.utter(authors text[], words text[]) returns setof text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into search.uttered (author, word)
        select said.author, said.word
        from unnest(authors, utter.words) as said (author, word)
        where not exists (
            select from search.spellings s
            where s.spelling = said.word and s.word = said.word)
        on conflict do nothing;
    return query
        with ripe as (
            select u.word from search.uttered u where u.word = any (utter.words)
            group by u.word having count(*) >= 3),
        told as (
            delete from search.uttered u using ripe where u.word = ripe.word)
        select ripe.word from ripe;
end
$$;

create function search.forget_uttered(authors text[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from search.uttered u where u.author = any (authors)
$$;

create function search.spell(spellings text[], words text[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into search.spellings (spelling, word)
        select n.spelling, n.word from unnest(spellings, words) as n (spelling, word)
        on conflict do nothing
$$;

revoke all on function
    search.utter(text[], text[]), search.forget_uttered(text[]), search.spell(text[], text[])
    from public;
grant execute on function
    search.utter(text[], text[]), search.forget_uttered(text[]), search.spell(text[], text[])
    to carapace_app;
