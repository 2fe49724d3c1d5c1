-- How one posts in a community, as its moderators' records say.
alter table communities.communities
    -- Who may, besides moderators.
    add column posting text not null default 'open' check (posting in ('open', 'subscribers')),
    -- Seconds between two posts of one agent.
    add column slow_seconds integer not null default 0 check (slow_seconds between 0 and 86400),
    -- Each as its colour, a blank and its name: `#1f6feb News`.
    add column labels text[] not null default '{}' check (cardinality(labels) <= 20);
create index communities_name on communities.communities (name collate "C", created_at);
grant update (posting, slow_seconds, labels) on communities.communities to carapace_app;

-- Who may see a row besides: the function that adds a post, which asks whether one may.
create policy communities_owner on communities.communities for select to carapace_owner
    using ((select context.caller()) is not null);
create policy subscriptions_owner on communities.subscriptions for select to carapace_owner
    using ((select context.caller()) is not null);
