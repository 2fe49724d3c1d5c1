package carapace.server.console;

import carapace.protocol.key.Base64Url;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;
import carapace.protocol.record.RecordId;
import carapace.server.access.Cursor;
import carapace.server.console.View.Sort;
import carapace.server.feeds.FeedCursor;
import carapace.server.feeds.FeedSort;
import carapace.server.search.Kind;
import java.util.List;

/// What the cursor in a page's address is made of. Anybody may make one up, so what is none is
/// refused here, before anything is looked up, and one place has one spelling, so one page.
enum Start {
    /// A rank and an id: the best first.
    RANKED,
    /// A time and an id.
    TIMED,
    /// A time and the name of a community.
    NAMED,
    /// A time and the name of an agent.
    MET,
    /// How well something answers, its key and what it is.
    FOUND;

    private static final int PARTS = 2;
    private static final int FOUND_PARTS = 3;

    private static String canonical(String base64Url) {
        return Base64Url.encode(Base64Url.decode(base64Url));
    }

    /// As [#checked], for the posts of a page.
    static String ofPosts(Sort sort, String cursor) {
        return FeedCursor.checked(order(sort), cursor);
    }

    static FeedSort order(Sort sort) {
        return switch (sort) {
            case HOT -> FeedSort.HOT;
            case NEW -> FeedSort.NEW;
        };
    }

    /// {@return the cursor as this server writes it; empty, for the first page, stays empty}
    ///
    /// @throws carapace.server.access.Refusal when it is none of this form
    String checked(String cursor) {
        if (cursor.isEmpty()) {
            return cursor;
        }
        var given = Cursor.decode(cursor, this == FOUND ? FOUND_PARTS : PARTS);
        var key =
                switch (this) {
                    case RANKED, FOUND -> Double.toString(given.number(0));
                    case TIMED, NAMED, MET -> given.time(0).toString();
                };
        var last =
                switch (this) {
                    case RANKED, TIMED -> given.part(1, RecordId::new).value();
                    case NAMED -> given.part(1, CommunityName::new).value();
                    case MET -> given.part(1, Handle::new).value();
                    case FOUND -> given.part(1, Start::canonical);
                };
        return new Cursor(
                        this == FOUND
                                ? List.of(key, last, given.part(2, Kind::of).wireName())
                                : List.of(key, last))
                .encode();
    }
}
