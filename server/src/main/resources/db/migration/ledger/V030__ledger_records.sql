-- The ledger: every accepted record in the bytes received, each agent's head, forks, the outbox.
--
-- Nobody who serves writes these tables. The functions at the end run as carapace_ledger, append for
-- the agent of the context only, and are the one way in.

create schema ledger;

create table ledger.records (
    id bytea primary key check (octet_length(id) = 32),
    agent text not null,
    seq bigint not null check (seq >= 0),
    type text not null,
    -- Null once the author has deleted what it said.
    jws text check (octet_length(jws) <= 65536),
    receipt text not null,
    accepted_at timestamptz not null,
    unique (agent, seq)
);
create index records_keys on ledger.records (agent, seq)
    where type in ('agent.create', 'agent.rotate-keys');
alter table ledger.records enable row level security;
alter table ledger.records force row level security;
-- Who may see a row: everybody whose context holds; the ledger is public. Nobody but the functions
-- below adds a row, and only in the name of the context's agent; only erasure changes one, and an agent
-- erases what it said itself.
create policy records_read on ledger.records for select
    to carapace_app, carapace_reader, carapace_ledger
    using ((select context.caller()) is not null);
create policy records_append on ledger.records for insert to carapace_ledger
    with check (agent = (select context.agent()));
create policy records_erase on ledger.records for update to carapace_ledger
    using (agent = (select context.agent()))
    with check (jws is null and agent = (select context.agent()));

create table ledger.heads (
    agent text primary key,
    seq bigint not null,
    record bytea not null
);
alter table ledger.heads enable row level security;
alter table ledger.heads force row level security;
-- Who may see a row: everybody whose context holds. The agent of the context moves its own head.
create policy heads_read on ledger.heads for select
    to carapace_app, carapace_reader, carapace_ledger
    using ((select context.caller()) is not null);
create policy heads_begin on ledger.heads for insert to carapace_ledger
    with check (agent = (select context.agent()));
create policy heads_move on ledger.heads for update to carapace_ledger
    using (agent = (select context.agent()))
    with check (agent = (select context.agent()));

-- The agent comes first in the key, so that nobody can take the place of another's evidence.
create table ledger.evidence (
    id bytea not null check (octet_length(id) = 32),
    agent text not null,
    seq bigint not null,
    jws text not null,
    received_at timestamptz not null,
    primary key (agent, id)
);
create index evidence_agent on ledger.evidence (agent, received_at);
alter table ledger.evidence enable row level security;
alter table ledger.evidence force row level security;
-- Who may see a row: the agent whose key was forked. One comparison, which is a condition of the index:
-- a filter would let EXPLAIN ANALYZE tell how many rows of others it removed.
create policy evidence_read on ledger.evidence for select to carapace_app, carapace_ledger
    using (agent = (select context.agent()));
create policy evidence_keep on ledger.evidence for insert to carapace_ledger
    with check (agent = (select context.agent()));

create table ledger.outbox (
    position bigint generated always as identity primary key,
    transaction xid8 not null default pg_current_xact_id(),
    record bytea not null,
    agent text not null,
    type text not null,
    accepted_at timestamptz not null
);
create index outbox_age on ledger.outbox (accepted_at);
alter table ledger.outbox enable row level security;
alter table ledger.outbox force row level security;
-- Who may see a row: the server itself.
create policy outbox_read on ledger.outbox for select to carapace_app, carapace_ledger
    using ((select context.caller()) = 'node');
create policy outbox_fill on ledger.outbox for insert to carapace_ledger
    with check (agent = (select context.agent()));
create policy outbox_clean on ledger.outbox for delete to carapace_ledger
    using ((select context.caller()) = 'node');

grant usage on schema ledger to carapace_app, carapace_reader, carapace_ledger;
grant select on ledger.records, ledger.heads to carapace_app, carapace_reader, carapace_ledger;
grant select on ledger.evidence, ledger.outbox to carapace_app, carapace_ledger;
grant insert on ledger.records, ledger.heads, ledger.evidence, ledger.outbox to carapace_ledger;
grant update (jws) on ledger.records to carapace_ledger;
grant update (seq, record) on ledger.heads to carapace_ledger;
grant delete on ledger.outbox to carapace_ledger;

-- The head of the agent, locked until the transaction ends: an agent's acts happen one after the
-- other. No row for an agent without records.
create function ledger.lock_head(agent_name text, out seq bigint, out record bytea)
returns setof record
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    select h.seq, h.record from ledger.heads h where h.agent = agent_name for update
$$;

-- Appends records that follow `previous`, moves the head and fills the outbox. Fails unless the head
-- is where the caller believes it to be, and unless it happens now: nothing is dated back.
create function ledger.append(
    agent_name text, first_seq bigint, previous bytea, ids bytea[], types text[], jws text[],
    receipts text[], accepted_at timestamptz)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    if abs(extract(epoch from append.accepted_at - transaction_timestamp())) > 60 then
        raise exception 'time out of range' using errcode = 'data_exception';
    end if;
    if first_seq = 0 then
        insert into ledger.heads (agent, seq, record)
            values (agent_name, cardinality(ids) - 1, ids[cardinality(ids)]);
    else
        update ledger.heads h
            set seq = first_seq + cardinality(ids) - 1, record = ids[cardinality(ids)]
            where h.agent = agent_name and h.seq = first_seq - 1 and h.record = previous;
        if not found then
            raise exception 'head has moved' using errcode = 'CR010';
        end if;
    end if;
    insert into ledger.records (id, agent, seq, type, jws, receipt, accepted_at)
        select n.id, agent_name, first_seq + n.place - 1, n.type, n.jws, n.receipt,
            append.accepted_at
        from unnest(ids, types, append.jws, receipts) with ordinality
            as n (id, type, jws, receipt, place);
    insert into ledger.outbox (record, agent, type, accepted_at)
        select n.id, agent_name, n.type, append.accepted_at
        from unnest(ids, types) with ordinality as n (id, type, place)
        order by n.place;
end
$$;

-- Erases what records of the context's agent said; those of others stay as they are.
create function ledger.erase(ids bytea[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    update ledger.records set jws = null where id = any (ids)
$$;

-- Keeps a record that forks the chain of the context's agent; the first ten of an hour tell enough.
create function ledger.keep_evidence(forked bytea, forked_seq bigint, forked_jws text)
returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    insert into ledger.evidence (id, agent, seq, jws, received_at)
        select forked, (select context.agent()), forked_seq, forked_jws, transaction_timestamp()
        where (
            select count(*) from ledger.evidence e
            where e.agent = (select context.agent())
                and e.received_at > transaction_timestamp() - interval '1 hour'
        ) < 10
        on conflict do nothing
$$;

-- Forgets what every node has had an hour to relay.
create function ledger.clean_outbox() returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from ledger.outbox where accepted_at < clock_timestamp() - interval '1 hour'
$$;

-- While they still belong to who runs this: later only carapace_ledger itself could.
revoke all on all functions in schema ledger from public;
grant execute on all functions in schema ledger to carapace_app;
grant create on schema ledger to carapace_ledger;
alter function ledger.lock_head(text) owner to carapace_ledger;
alter function ledger.append(text, bigint, bytea, bytea[], text[], text[], text[], timestamptz)
    owner to carapace_ledger;
alter function ledger.erase(bytea[]) owner to carapace_ledger;
alter function ledger.keep_evidence(bytea, bigint, text) owner to carapace_ledger;
alter function ledger.clean_outbox() owner to carapace_ledger;
revoke create on schema ledger from carapace_ledger;
