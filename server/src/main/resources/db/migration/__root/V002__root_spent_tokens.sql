-- One-time tokens that were spent: proofs (DPoP jti) and client assertions, by their SHA-256.
--
-- Shared by all nodes. The tables are unlogged, so spending costs no flush to disk; after a crash
-- they are empty, and so is context.epochs. Nonces carry the epoch: with it die all tokens that could
-- have been spent in the tables that were lost. No connection survives that crash, so the server asks
-- for the epoch once per connection and not once per token.

create unlogged table context.epochs (
    only_row boolean primary key default true check (only_row),
    epoch text not null check (epoch ~ '^[A-Za-z0-9_-]{22}$')
);
alter table context.epochs enable row level security;
alter table context.epochs force row level security;
-- Who may see a row: the owner, through the functions below.
create policy epochs_owner on context.epochs to carapace_owner
    using (current_user = 'carapace_owner')
    with check (current_user = 'carapace_owner');

-- A ring of 16 minutes by the time of expiry, so that forgetting is a truncate and leaves nothing to
-- vacuum. A token always falls into the same part, so the primary key of the part decides.
create table context.spent (
    minute smallint not null,
    hash bytea not null check (octet_length(hash) = 32),
    expires timestamptz not null,
    primary key (minute, hash)
) partition by list (minute);
alter table context.spent enable row level security;
alter table context.spent force row level security;
create policy spent_owner on context.spent to carapace_owner
    using (current_user = 'carapace_owner')
    with check (current_user = 'carapace_owner');

do $$
begin
    for minute in 0..15 loop
        -- Emptied whole, so there is nothing to vacuum.
        execute format('create unlogged table context.spent_%s partition of context.spent for values in (%s) with (autovacuum_enabled = off)', minute, minute);
        execute format('alter table context.spent_%s enable row level security', minute);
        execute format('alter table context.spent_%s force row level security', minute);
        execute format('create policy spent_owner on context.spent_%s to carapace_owner using (current_user = ''carapace_owner'') with check (current_user = ''carapace_owner'')', minute);
    end loop;
end
$$;

-- Spends the token or fails. A second spender waits for the first transaction: if that rolls back, the
-- token is unspent again. Spending alone shows and gives nobody anything, so no context is asked for.
create function context.spend(token bytea, expires timestamptz) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    -- A minute of grace for clocks that differ; the sweep waits for two.
    if expires not between transaction_timestamp() - interval '1 minute'
            and transaction_timestamp() + interval '10 minutes' then
        raise exception 'expiry out of range' using errcode = 'CR004';
    end if;
    insert into context.spent (minute, hash, expires)
        values (
            floor(date_part('epoch', spend.expires) / 60)::bigint % 16, token, spend.expires)
        on conflict do nothing;
    if not found then
        raise exception 'spent before' using errcode = 'CR002';
    end if;
end
$$;

-- The present epoch; the candidate becomes it when there is none.
create function context.epoch(candidate text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    present text;
begin
    if context.caller() is distinct from 'node' then
        raise exception 'context refused' using errcode = 'CR001';
    end if;
    insert into context.epochs (epoch) values (candidate) on conflict do nothing;
    select e.epoch into present from context.epochs e;
    return present;
end
$$;

-- Empties the parts in which every token has expired and answers how many. Skips a part that is
-- busy: the next sweep takes it.
create function context.sweep() returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '50ms'
as $$
declare
    held constant text := 'select exists (select from context.spent_%1$s), exists (select'
        ' from context.spent_%1$s where expires > clock_timestamp() - interval ''2 minutes'')';
    swept integer := 0;
    filled boolean;
    alive boolean;
begin
    if context.caller() is distinct from 'node' then
        raise exception 'context refused' using errcode = 'CR001';
    end if;
    for part in 0..15 loop
        execute format(held, part) into filled, alive;
        continue when alive or not filled;
        begin
            -- Looked at again under the lock: no token may slip in before the truncate.
            execute format('lock table context.spent_%s in access exclusive mode', part);
            execute format(held, part) into filled, alive;
            if not alive then
                execute format('truncate context.spent_%s', part);
                swept := swept + 1;
            end if;
        exception when lock_not_available then
            null;
        end;
    end loop;
    return swept;
end
$$;

revoke all on all functions in schema context from public;
grant execute on function
    context.spend(bytea, timestamptz), context.epoch(text), context.sweep()
    to carapace_app;
