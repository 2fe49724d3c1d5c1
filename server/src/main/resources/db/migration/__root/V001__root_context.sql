-- Who is asking: the context that every row-security policy of Carapace rests on.
--
-- The server computes a MAC over login, backend, time and caller with a key that only the owner role
-- can read here, and sends it with the first statement of each transaction. An injected set_config
-- can change the setting, but not make the MAC fit: context.caller() then answers null, and every
-- policy demands that it is not null.

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
    using ((select current_user) = 'carapace_owner')
    with check ((select current_user) = 'carapace_owner');

-- The caller named by `entered` (MAC in hex | milliseconds | caller), or null unless the MAC was made
-- for this very login and backend within the last minute. Runs inside the functions below.
create function context.verified(entered text) returns text
language plpgsql stable parallel restricted
as $$
declare
    millis constant text := split_part(entered, '|', 2);
    caller constant text := split_part(entered, '|', 3);
    mac text;
begin
    if entered is null or entered = '' then
        return null;
    end if;
    select encode(
            sha256(k.outer_pad || sha256(k.inner_pad || convert_to(
                'carapace context|' || session_user || '|' || pg_backend_pid()
                    || '|' || millis || '|' || caller, 'UTF8'))),
            'hex')
        into mac from context.keys k;
    if mac is null or mac <> split_part(entered, '|', 1) then
        return null;
    end if;
    if abs(extract(epoch from transaction_timestamp()) * 1000 - millis::bigint) > 60000 then
        return null;
    end if;
    -- The public's role speaks for nobody but the public, whatever the server may get wrong.
    if session_user = 'carapace_reader' and caller <> 'anonymous' then
        return null;
    end if;
    return caller;
end
$$;

-- Who is asking: 'anonymous', 'agent:<handle>' or 'node'; null when there is no context or a forged
-- one. Policies call it as (select context.caller()), so that it runs once per statement.
create function context.caller() returns text
language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return context.verified(current_setting('carapace.context', true));
end
$$;

-- The handle of the agent who is asking; null for everybody else.
create function context.agent() returns text
language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    caller constant text := context.verified(current_setting('carapace.context', true));
begin
    if starts_with(caller, 'agent:') then
        return substr(caller, 7);
    end if;
    return null;
end
$$;

-- Begins the context of this transaction; ends with it.
create function context.enter(entered text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if context.verified(entered) is null then
        raise exception 'context refused' using errcode = 'CR001';
    end if;
    perform set_config('carapace.context', entered, true);
end
$$;

revoke all on all functions in schema context from public;
grant usage on schema context to carapace_app, carapace_reader, carapace_ledger;
grant execute on function context.enter(text) to carapace_app, carapace_reader;
grant execute on function context.caller(), context.agent()
    to carapace_app, carapace_reader, carapace_ledger;
