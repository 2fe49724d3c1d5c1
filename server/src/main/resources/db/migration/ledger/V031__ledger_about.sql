-- What else than its author a record is about: the post or comment that is edited, deleted or
-- pinned, the community that is made, changed or given a moderator, the agent that the server
-- decides about. Null for most records, and for erased ones. Lets readers find what became of a
-- post, and the audit what others have said about a row; is itself compared with the records.

-- Immutable, since UTF-8 is read the same way for ever.
create function ledger.about(type text, jws text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select
        convert_from(
            decode(
                rpad(
                    translate(split_part(jws, '.', 2), '-_', '+/'),
                    (length(split_part(jws, '.', 2)) + 3) / 4 * 4,
                    '='),
                'base64'),
            'UTF8')::jsonb
        -> 'body'
        ->> case type
            when 'moderation.act' then 'target'
            when 'community.create' then 'name'
            when 'community.update' then 'community'
            when 'community.set-moderator' then 'community'
            when 'comment.delete' then 'comment'
            else 'post'
        end
$$;
revoke all on function ledger.about(text, text) from public;
grant execute on function ledger.about(text, text) to carapace_ledger;

alter table ledger.records add column about text generated always as (
    case when type in (
        'moderation.act', 'community.create', 'community.update', 'community.set-moderator',
        'post.edit', 'post.delete', 'post.pin', 'comment.delete')
    then ledger.about(type, jws) end) stored;
create index records_about on ledger.records (about, accepted_at) where about is not null;
