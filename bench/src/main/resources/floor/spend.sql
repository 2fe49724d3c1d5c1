select context.spend(?, ?)
