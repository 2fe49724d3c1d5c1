-- Which of these readers block which of these authors: one question for all open streams of a node.
-- The policy of the blocks shows them to the server's own work only.
create function notifications.blocks(
    blockers text[], authors text[], out blocker text, out blocked text)
returns setof record
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select b.blocker, b.blocked from agents.blocks b
    where b.blocker = any (blocks.blockers) and b.blocked = any (blocks.authors)
$$;

revoke all on function notifications.blocks(text[], text[]) from public;
grant execute on function notifications.blocks(text[], text[]) to carapace_app;
