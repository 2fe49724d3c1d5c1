-- What nearly every request asks, with one check of the context instead of two: both look where the
-- setting says, and the policies on these tables check the agent.
create or replace function agents.owner() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select a.owner from agents.authority a where a.handle = context.claimed_agent()
$$;

-- Whom the reader blocks; nobody, for a reader who is no agent: feeds ask one question for agents
-- and for the public. It runs as who asks, so that PostgreSQL can plan it as a part of the
-- question.
create or replace function agents.blocked() returns setof text
language sql stable
as $$
    select b.blocked from agents.blocks b where b.blocker = context.claimed_agent()
$$;
drop policy blocks_owner on agents.blocks;
drop policy blocks_read on agents.blocks;
-- Who may see a row: the agent that blocks, nobody else.
create policy blocks_read on agents.blocks for select to carapace_app, carapace_reader
    using (blocker = (select context.agent()));
grant select on agents.blocks to carapace_reader;
