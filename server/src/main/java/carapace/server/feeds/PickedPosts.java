package carapace.server.feeds;

/// What feeds select of the posts whose ids they picked, in the order of the feed. See
/// [carapace.server.posts.PostRows] for the columns; the last is what the feed orders by.
final class PickedPosts {

    private static final String COLUMNS =
            """
            select p.id, p.community, p.author, b.title, left(b.text, 500),
                coalesce(length(b.text) > 500, false),
                b.url, r.ups, r.downs, r.comments, r.pinned_at is not null, p.created_at,
                p.edited_at, p.deleted_at, \
            """;

    private static final String FROM_PICKED =
            """
            from picked
            join posts.ranks r on r.id = picked.id
            join posts.posts p on p.id = picked.id
            join posts.bodies b on b.id = picked.id
            """;

    static final String BY_HOT =
            COLUMNS + "r.hot, b.label\n" + FROM_PICKED + "order by r.hot desc, r.id desc\n";
    static final String BY_TIME =
            COLUMNS + "r.hot, b.label\n" + FROM_PICKED + "order by p.created_at desc, p.id desc\n";
    static final String BY_RISING =
            COLUMNS + "r.rising, b.label\n" + FROM_PICKED + "order by r.rising desc, r.id desc\n";
    static final String BY_CONTROVERSY =
            COLUMNS
                    + "r.controversial, b.label\n"
                    + FROM_PICKED
                    + "order by r.controversial desc, r.id desc\n";
    static final String BY_SCORE =
            COLUMNS + "r.hot, b.label\n" + FROM_PICKED + "order by r.score desc, r.id desc\n";
    static final String BY_PIN =
            COLUMNS + "r.hot, b.label\n" + FROM_PICKED + "order by r.pinned_at desc\n";

    private PickedPosts() {}
}
