with picked as (
    select id from (
        select r.id, r.hot from posts.ranks r
        where (r.hot, r.id) < (?, ?) and r.author <> ''
            and r.author not in (select blocked from agents.blocked() blocked)
        order by r.hot desc, r.id desc limit 100) most
    order by hot desc, id desc limit ?)
select p.id, p.community, p.author, b.title, left(b.text, 500),
    coalesce(length(b.text) > 500, false),
    b.url, r.ups, r.downs, r.comments, r.pinned_at is not null, p.created_at,
    p.edited_at, p.deleted_at, r.hot, b.label
from picked
join posts.ranks r on r.id = picked.id
join posts.posts p on p.id = picked.id
join posts.bodies b on b.id = picked.id
order by r.hot desc, r.id desc
