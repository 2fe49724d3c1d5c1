select votes.set_vote(?, ?::smallint, ?)
