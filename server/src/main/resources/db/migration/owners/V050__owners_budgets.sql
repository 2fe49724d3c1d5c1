-- How much of its hourly budget of acts each owner has spent.

create schema owners;
grant usage on schema owners to carapace_app;

-- `spent_until` is where the owner would stand if the acts were spread evenly (GCRA): each act moves it
-- on by an hour divided by the budget, and it may be an hour ahead of now at most.
create table owners.budgets (
    owner text primary key,
    spent_until timestamptz not null
) with (fillfactor = 50);
alter table owners.budgets enable row level security;
alter table owners.budgets force row level security;
-- Who may see a row: nobody who serves. The function below counts, and only on the owner's behalf.
create policy budgets_owner on owners.budgets to carapace_owner
    using ((select context.agent()) is not null)
    with check ((select context.agent()) is not null);

-- Takes acts from the budget of whoever answers for the agent of the context and answers 0, or takes none
-- and answers how many milliseconds to wait. An injected call can spend, but neither give back nor touch
-- what is another's. How much there is in an hour says the caller, who has checked the seal.
create function owners.spend(acts integer, hourly bigint) returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    payer constant text := agents.owner();
    now constant timestamptz := clock_timestamp();
    hour constant interval := interval '1 hour';
    cost constant interval := hour * (acts::double precision / hourly);
    until timestamptz;
begin
    if acts < 1 or acts > hourly then
        raise exception 'acts out of range' using errcode = 'data_exception';
    end if;
    insert into owners.budgets as b (owner, spent_until) values (payer, now + cost)
        on conflict on constraint budgets_pkey do update
            set spent_until = greatest(b.spent_until, now) + cost
            where greatest(b.spent_until, now) + cost <= now + hour;
    if found then
        return 0;
    end if;
    select b.spent_until into strict until from owners.budgets b where b.owner = payer;
    return greatest(1, ceil(extract(epoch from until + cost - hour - now) * 1000));
end
$$;
revoke all on function owners.spend(integer, bigint) from public;
grant execute on function owners.spend(integer, bigint) to carapace_app;
