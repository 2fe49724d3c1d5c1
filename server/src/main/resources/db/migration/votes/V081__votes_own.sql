-- One policy for all that votes.set_vote() does with a vote, instead of one for each command:
-- reading a row to change it asks once.
drop policy votes_read on votes.votes;
drop policy votes_create on votes.votes;
drop policy votes_change on votes.votes;
-- Who may see a row: the voter, and the server's own work, which compares scores with votes. The
-- voter writes, through the function.
create policy votes_read on votes.votes for select to carapace_app
    using (agent = (select context.agent()) or (select context.caller()) = 'node');
create policy votes_own on votes.votes to carapace_owner
    using (agent = (select context.agent()))
    with check (agent = (select context.agent()));
