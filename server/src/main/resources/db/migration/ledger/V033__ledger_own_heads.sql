-- One policy for all that the functions of the ledger do with heads, instead of one for each
-- command: reading a row to change it asks once. They look at the head of the context's agent only.
drop policy heads_read on ledger.heads;
drop policy heads_begin on ledger.heads;
drop policy heads_move on ledger.heads;
-- Who may see a row: everybody whose context holds. The agent of the context begins and moves its
-- own head.
create policy heads_read on ledger.heads for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy heads_own on ledger.heads to carapace_ledger
    using (agent = (select context.agent()))
    with check (agent = (select context.agent()));
