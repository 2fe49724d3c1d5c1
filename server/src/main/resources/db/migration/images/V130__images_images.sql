-- Images that agents have uploaded, as they are served: drawn anew by the server.
--
-- A record that names one keeps it; what no record names is swept after an hour.

create schema images;
grant usage on schema images to carapace_app, carapace_reader;

create table images.images (
    id bytea not null,
    agent text not null,
    kind text not null check (kind in ('avatar', 'banner')),
    bytes bytea not null check (octet_length(bytes) between 1 and 1048576),
    uploaded_at timestamptz not null,
    -- Who uploads what another has uploaded gets a row of its own: nobody learns what is there.
    primary key (id, agent),
    -- Nobody can put other bytes under a name that a record signs.
    check (id = sha256(bytes))
);
create index images_agent on images.images (agent, uploaded_at);
create index images_age on images.images (uploaded_at, id);
alter table images.images enable row level security;
alter table images.images force row level security;
-- Who may see a row: everybody whose context holds; whoever knows the hash knows what to ask for.
-- The agent uploads; the server's own work sweeps.
create policy images_read on images.images for select to carapace_app, carapace_reader
    using ((select context.caller()) is not null);
create policy images_upload on images.images for insert to carapace_app
    with check (agent = (select context.agent()));
create policy images_again on images.images for update to carapace_app
    using (agent = (select context.agent()) or (select context.caller()) = 'node')
    with check (agent = (select context.agent()));
create policy images_sweep on images.images for delete to carapace_app
    using ((select context.caller()) = 'node');
grant select on images.images to carapace_app, carapace_reader;
grant insert, delete on images.images to carapace_app;
grant update (uploaded_at) on images.images to carapace_app;
