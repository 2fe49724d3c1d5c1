-- How far each follower of the ledger has come: a part of the server that does something for each
-- record after it was accepted, once whatever happens, on one node at a time.

create table ledger.followers (
    name text primary key,
    -- The last outbox row that was taken, in the outbox's order.
    transaction xid8 not null default '0',
    position bigint not null default 0
);
alter table ledger.followers enable row level security;
alter table ledger.followers force row level security;
-- Who may see a row: the server's own work, through the functions below.
create policy followers_node on ledger.followers to carapace_ledger
    using ((select context.caller()) = 'node')
    with check ((select context.caller()) = 'node');
grant select, insert, update on ledger.followers to carapace_ledger;

-- The place of a follower, locked until the transaction ends; no row while another node has it, or
-- while nothing is behind it: a lock is written to disk, and this is asked five times a second. A
-- follower that is new begins with the oldest row of the outbox.
create function ledger.take_turn(
    follower text, out last_transaction xid8, out last_position bigint)
returns setof record
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ledger.followers (name) values (follower) on conflict do nothing;
    return query select f.transaction, f.position from ledger.followers f
        where f.name = follower
            and exists (
                select from ledger.outbox o
                where (o.transaction, o.position) > (f.transaction, f.position))
        for update skip locked;
end
$$;

create function ledger.end_turn(follower text, last_transaction xid8, last_position bigint)
returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update ledger.followers set transaction = last_transaction, position = last_position
    where name = follower
$$;

revoke all on function ledger.take_turn(text), ledger.end_turn(text, xid8, bigint) from public;
grant execute on function ledger.take_turn(text), ledger.end_turn(text, xid8, bigint)
    to carapace_app;
grant create on schema ledger to carapace_ledger;
alter function ledger.take_turn(text) owner to carapace_ledger;
alter function ledger.end_turn(text, xid8, bigint) owner to carapace_ledger;

-- Whose function it is, replaces it.
set role carapace_ledger;
-- Forgets what every node has had an hour to relay and every follower has taken, the oldest 10,000
-- of it.
create or replace function ledger.clean_outbox() returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from ledger.outbox gone
    where (gone.transaction, gone.position) in (
        select o.transaction, o.position from ledger.outbox o
        where o.accepted_at < clock_timestamp() - interval '1 hour'
            and not exists (
                select from ledger.followers f
                where (f.transaction, f.position) < (o.transaction, o.position))
        order by o.accepted_at limit 10000)
$$;
set role carapace_owner;
revoke create on schema ledger from carapace_ledger;
