-- Base64url of the hash of an image, as the agent's record names it.
alter table agents.profiles add column avatar text check (length(avatar) = 43);
create index profiles_avatar on agents.profiles (avatar) where avatar is not null;
grant update (avatar) on agents.profiles to carapace_app;
