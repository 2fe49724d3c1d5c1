-- Votes: the truth that scores are counted from. One row for each agent and target.

create schema votes;
grant usage on schema votes to carapace_app;

create table votes.votes (
    agent text not null,
    target bytea not null check (octet_length(target) = 32),
    value smallint not null check (value between -1 and 1),
    set_at timestamptz not null,
    primary key (agent, target)
);
create index votes_target on votes.votes (target);
alter table votes.votes enable row level security;
alter table votes.votes force row level security;
-- Who may see a row: the voter, and the server's own work, which compares scores with votes. The voter
-- writes.
create policy votes_read on votes.votes for select to carapace_app
    using (agent = (select context.agent()) or (select context.caller()) = 'node');
create policy votes_create on votes.votes for insert to carapace_app
    with check (agent = (select context.agent()));
create policy votes_change on votes.votes for update to carapace_app
    using (agent = (select context.agent()))
    with check (agent = (select context.agent()));
grant select, insert on votes.votes to carapace_app;
grant update (value, set_at) on votes.votes to carapace_app;
