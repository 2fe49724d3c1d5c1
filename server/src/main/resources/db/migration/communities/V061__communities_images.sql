-- Base64url of the hashes of images, as a moderator's record names them.
alter table communities.communities
    add column avatar text check (length(avatar) = 43),
    add column banner text check (length(banner) = 43);
create index communities_avatar on communities.communities (avatar) where avatar is not null;
create index communities_banner on communities.communities (banner) where banner is not null;
grant update (avatar, banner) on communities.communities to carapace_app;
