-- Posts go where, and when, the community lets their author; authors may put a label on them.

-- One of the community's, when it was put there.
alter table posts.bodies add column label text check (length(label) between 1 and 32);
grant update (label) on posts.bodies to carapace_app;

-- A post that was deleted counts in slow mode: otherwise one would delete and post again.
create index posts_deleted on posts.posts (author, created_at desc) where deleted_at is not null;

-- As in V070, and answers why not: `subscribers` where only these may post, `slow` where the agent
-- has posted a short while ago; null when the post was added. Moderators may always.
drop function posts.add_post(bytea, text, text, text, text, timestamptz);
create function posts.add_post(
    id bytea, community text, title text, body text, url text, at timestamptz)
returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    poster constant text := context.agent();
    rule record;
begin
    if abs(extract(epoch from at - transaction_timestamp())) > 60 then
        raise exception 'time out of range' using errcode = 'data_exception';
    end if;
    select c.posting, c.slow_seconds into rule
        from communities.communities c where c.name = add_post.community;
    if (rule.posting <> 'open' or rule.slow_seconds > 0)
        and not exists (
            select from communities.moderators m
            where m.community = add_post.community and m.agent = poster)
    then
        if rule.posting = 'subscribers' and not exists (
            select from communities.subscriptions s
            where s.agent = poster and s.community = add_post.community)
        then
            return 'subscribers';
        end if;
        if rule.slow_seconds > 0 and (
            exists (
                select from posts.posts p
                where p.author = poster and p.community = add_post.community
                    and p.created_at > at - make_interval(secs => rule.slow_seconds)
                    and p.deleted_at is null)
            or exists (
                select from posts.posts p
                where p.author = poster and p.community = add_post.community
                    and p.created_at > at - make_interval(secs => rule.slow_seconds)
                    and p.deleted_at is not null))
        then
            return 'slow';
        end if;
    end if;
    insert into posts.posts (id, community, author, created_at)
        values (add_post.id, add_post.community, poster, at);
    insert into posts.bodies (id, author, title, text, url)
        values (add_post.id, poster, add_post.title, body, add_post.url);
    insert into posts.ranks (id, community, author, created_at, hot)
        values (add_post.id, add_post.community, poster, at, posts.hot(0, at));
    return null;
end
$$;
revoke all on function posts.add_post(bytea, text, text, text, text, timestamptz) from public;
grant execute on function posts.add_post(bytea, text, text, text, text, timestamptz)
    to carapace_app;
