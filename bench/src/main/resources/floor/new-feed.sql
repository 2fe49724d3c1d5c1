with picked as (
    select id from (
        select p.id, p.created_at from posts.posts p
        where (p.created_at, p.id) < (?, ?) and p.deleted_at is null
            and p.author <> ''
            and p.author not in (select blocked from agents.blocked() blocked)
        order by p.created_at desc, p.id desc limit 100) most
    order by created_at desc, id desc limit ?)
select p.id, p.community, p.author, b.title, left(b.text, 500),
    coalesce(length(b.text) > 500, false),
    b.url, r.ups, r.downs, r.comments, r.pinned_at is not null, p.created_at,
    p.edited_at, p.deleted_at, r.hot, b.label
from picked
join posts.ranks r on r.id = picked.id
join posts.posts p on p.id = picked.id
join posts.bodies b on b.id = picked.id
order by p.created_at desc, p.id desc
