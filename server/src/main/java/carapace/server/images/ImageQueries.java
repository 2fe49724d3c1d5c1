package carapace.server.images;

import carapace.protocol.record.ImageId;
import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Row;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// All reading of images.
@Component
class ImageQueries {

    private static final String FIND =
            """
            select kind, bytes from images.images where id = ? limit 1
            """;

    private static final String AFTER =
            """
            select id, agent, id = sha256(bytes) from images.images
            where (id, agent) > (?, ?) order by id, agent limit ?
            """;

    private static final String AGENTS =
            """
            with recursive names as (
                (select agent from images.images where agent > ? order by agent limit 1)
                union all
                select (select i.agent from images.images i where i.agent > n.agent
                    order by i.agent limit 1)
                from names n where n.agent is not null)
            select agent from names where agent is not null limit ?
            """;

    private final Database database;

    ImageQueries(Database database) {
        this.database = database;
    }

    Optional<Image> find(Caller caller, ImageId id) {
        return database.one(caller, FIND, ImageQueries::image, id.bytes());
    }

    private static Image image(Row row) {
        return new Image(ImageKind.parse(row.string(1)).orElseThrow(), row.bytes(2));
    }

    /// @param holds whether its bytes have its hash
    record Stored(ImageId id, String agent, boolean holds) {

        /// Before all others.
        static final Stored FIRST = new Stored(ImageId.fromBytes(new byte[32]), "", true);
    }

    List<Stored> after(Stored last, int limit) {
        return database.list(
                Caller.node(),
                AFTER,
                row -> new Stored(ImageId.fromBytes(row.bytes(1)), row.string(2), row.bool(3)),
                last.id.bytes(),
                last.agent,
                limit);
    }

    List<String> agents(String after, int limit) {
        return database.list(Caller.node(), AGENTS, row -> row.string(1), after, limit);
    }
}
