with roots as (
    select c.id from posts.comments c
    where c.post = ? and c.parent is null and (c.best, c.id) < (?, ?)
    order by c.best desc, c.id desc limit ?)
select c.id, c.post, c.parent, c.root, c.depth, c.author, c.text, c.ups, c.downs,
    c.created_at, c.deleted_at, c.best
from posts.comments c where c.id in (select id from roots)
union all (
select c.id, c.post, c.parent, c.root, c.depth, c.author, c.text, c.ups, c.downs,
    c.created_at, c.deleted_at, c.best
from posts.comments c
where c.root in (select id from roots) and c.parent is not null
order by c.created_at, c.id limit ?)
