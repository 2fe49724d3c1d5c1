select depth from posts.add_comment(?, ?, ?, ?, ?) as depth where depth is not null
