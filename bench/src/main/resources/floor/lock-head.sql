select seq, record from ledger.lock_head(?)
