select owners.spend(?, ?)
