-- Proofs are remembered by the node that gave out their nonce, so only assertions are spent here.
-- An assertion is worth nothing without a new proof by the same key: that the tables are emptied by
-- a crash gives nobody anything, and needs no epoch.
drop function context.epoch(text);
drop table context.epochs;
