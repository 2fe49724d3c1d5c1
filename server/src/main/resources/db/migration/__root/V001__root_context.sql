-- Who is asking: the context that every row-security policy of Carapace rests on.
--
-- The server computes a MAC over login, backend, time and caller with a key that only the owner role
-- can read here, and sets it with the first statement of each transaction. Anybody can set the
-- setting, but nobody else can make the MAC fit: context.caller() fails on a context that does not
-- hold, answers null without one, and every policy demands that it is not null.

create schema context;

-- The two padded halves of the HMAC-SHA-256 key (RFC 2104) and a fingerprint of the vault that it
-- was derived from. Written by the server at each start.
create table context.keys (
    only_row boolean primary key default true check (only_row),
    inner_pad bytea not null check (octet_length(inner_pad) = 64),
    outer_pad bytea not null check (octet_length(outer_pad) = 64),
    vault bytea not null check (octet_length(vault) = 32)
);
alter table context.keys enable row level security;
alter table context.keys force row level security;
-- Who may see a row: the owner, so the functions below and the start of the server. Nobody who serves.
create policy keys_owner on context.keys to carapace_owner
    using (current_user = 'carapace_owner')
    with check (current_user = 'carapace_owner');

-- Who is asking: 'anonymous', 'agent:<handle>' or 'node'; null when there is no context. Policies call
-- it as (select context.caller()), so that it runs once per statement.
--
-- The setting carapace.context holds MAC in hex | milliseconds | caller. The MAC is HMAC-SHA-256
-- (RFC 2104), made for this very login and backend within the last minute. The public's role speaks
-- for nobody but the public, whatever the server may get wrong.
create function context.caller() returns text
language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    entered constant text := current_setting('carapace.context', true);
    millis constant text := split_part(entered, '|', 2);
    caller constant text := split_part(entered, '|', 3);
    holds boolean;
begin
    if entered is null or entered = '' then
        return null;
    end if;
    select split_part(entered, '|', 1) = encode(
            sha256(k.outer_pad || sha256(k.inner_pad || convert_to(
                'carapace context|' || session_user || '|' || pg_backend_pid()
                    || '|' || millis || '|' || caller, 'UTF8'))),
            'hex')
        and (session_user <> 'carapace_reader' or caller = 'anonymous')
        into holds from context.keys k;
    -- The time is a number once the MAC has said so.
    if holds and abs(
            date_part('epoch', transaction_timestamp()) * 1000 - millis::double precision) < 60000
    then
        return caller;
    end if;
    raise exception 'context refused' using errcode = 'CR001';
end
$$;

-- The handle of the agent who is asking; null for everybody else.
create function context.agent() returns text
language sql stable parallel restricted
as $$
    select substring(context.caller() from '^agent:(.*)$')
$$;

revoke all on all functions in schema context from public;
grant usage on schema context to carapace_app, carapace_reader, carapace_ledger;
grant execute on function context.caller(), context.agent()
    to carapace_app, carapace_reader, carapace_ledger;
