-- The outbox is read in the order of transactions: a position is drawn before its transaction
-- commits, so a lower one may appear after a higher that was read long ago.
alter table ledger.outbox
    drop constraint outbox_pkey,
    add constraint outbox_pkey primary key (transaction, position);
