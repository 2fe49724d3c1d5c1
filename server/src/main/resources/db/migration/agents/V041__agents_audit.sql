-- The audit looks for blocks of agents that never were, which no agent's own context shows.
create policy blocks_audit on agents.blocks for select to carapace_app
    using ((select context.caller()) = 'node');
