-- The same context for less: each policy asks for it, some fifteen times for one record.

-- As before, see V001. The key is read alone and the rest asked in one expression, for which
-- PL/pgSQL needs no executor. The time is a number once the MAC has said so.
create or replace function context.caller() returns text
language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    entered constant text := current_setting('carapace.context', true);
    caller constant text := split_part(entered, '|', 3);
    inner_pad bytea;
    outer_pad bytea;
begin
    if entered is null or entered = '' then
        return null;
    end if;
    select k.inner_pad, k.outer_pad into inner_pad, outer_pad from context.keys k;
    if (case
        when left(entered, 64) = encode(
                sha256(outer_pad || sha256(inner_pad || convert_to(
                    concat('carapace context|', session_user, '|', pg_backend_pid(),
                        substr(entered, 65)), 'UTF8'))),
                'hex')
            and (session_user <> 'carapace_reader' or caller = 'anonymous')
        then abs(date_part('epoch', transaction_timestamp()) * 1000
            - split_part(entered, '|', 2)::double precision) < 60000
        end)
    then
        return caller;
    end if;
    raise exception 'context refused' using errcode = 'CR001';
end
$$;

-- As before, without a regular expression.
create or replace function context.agent() returns text
language sql stable parallel restricted
as $$
    select nullif(split_part(context.caller(), ':', 2), '')
$$;

-- The agent that the setting names, whether its MAC holds or not. Only where a policy on the same
-- table asks context.agent() for the same column: this says where to look, and the policy whether
-- to see.
create function context.claimed_agent() returns text
language sql stable parallel restricted
as $$
    select nullif(
        split_part(split_part(current_setting('carapace.context', true), '|', 3), ':', 2), '')
$$;

-- What comes before all else in a transaction: every setting of the session goes back to what it
-- was at login, since an injected statement of the caller before could have changed any, and the
-- context is set. Whoever calls it with a context that does not hold is refused by the first
-- policy.
create function context.enter(entered text) returns text
language plpgsql
as $$
begin
    reset all;
    return set_config('carapace.context', entered, true);
end
$$;

revoke all on function context.claimed_agent(), context.enter(text) from public;
grant execute on function context.claimed_agent()
    to carapace_app, carapace_reader, carapace_ledger;
grant execute on function context.enter(text) to carapace_app, carapace_reader;
