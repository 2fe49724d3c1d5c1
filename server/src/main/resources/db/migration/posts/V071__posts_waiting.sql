-- What waits to be folded into the counts of these posts and comments, for the audit, which is the
-- server's own work: the policy of the deltas shows them to nobody else.
create function posts.waiting(targets bytea[])
returns table (target bytea, ups bigint, downs bigint, comments bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select d.target, sum(d.ups)::bigint, sum(d.downs)::bigint, sum(d.comments)::bigint
    from posts.deltas d where d.target = any (waiting.targets) group by d.target
$$;
revoke all on function posts.waiting(bytea[]) from public;
grant execute on function posts.waiting(bytea[]) to carapace_app;
