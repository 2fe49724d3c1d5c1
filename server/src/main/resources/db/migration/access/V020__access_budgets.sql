-- How much of its hourly budget of acts each account has spent.

create schema access;

-- `spent_until` is where the account would stand if its acts were spread evenly (GCRA): each act
-- moves it on by an hour divided by the budget, and it may be an hour ahead of now at most.
create table access.budgets (
    account text primary key check (account ~ '^(agent|owner):.{1,64}$'),
    spent_until timestamptz not null
) with (fillfactor = 50);
alter table access.budgets enable row level security;
alter table access.budgets force row level security;
-- Who may see a row: nobody who serves. The function below counts, and only on somebody's behalf.
create policy budgets_owner on access.budgets to carapace_owner
    using ((select context.caller()) is not null)
    with check ((select context.caller()) is not null);

-- Takes acts from the account's budget and answers 0, or takes none and answers how many
-- milliseconds to wait. An injected call can spend, but never give back.
create function access.spend(account text, acts integer, hourly bigint) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    now constant timestamptz := clock_timestamp();
    hour constant interval := interval '1 hour';
    cost constant interval := hour * (acts::double precision / hourly);
    until timestamptz;
begin
    if acts < 1 or acts > hourly then
        raise exception 'acts out of range' using errcode = 'data_exception';
    end if;
    insert into access.budgets as b (account, spent_until) values (spend.account, now + cost)
        on conflict on constraint budgets_pkey do update
            set spent_until = greatest(b.spent_until, now) + cost
            where greatest(b.spent_until, now) + cost <= now + hour;
    if found then
        return 0;
    end if;
    select b.spent_until into strict until from access.budgets b where b.account = spend.account;
    return greatest(1, ceil(extract(epoch from until + cost - hour - now) * 1000));
end
$$;

revoke all on all functions in schema access from public;
grant usage on schema access to carapace_app;
grant execute on function access.spend(text, integer, bigint) to carapace_app;
