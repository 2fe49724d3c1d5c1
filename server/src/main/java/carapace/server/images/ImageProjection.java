package carapace.server.images;

import carapace.protocol.key.Handle;
import carapace.protocol.record.ImageId;
import carapace.server.access.AgentCaller;
import carapace.server.database.Database;
import carapace.server.database.Tx;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// All writing of images.
@Component
class ImageProjection {

    /// Uploads of one agent in an hour that are kept.
    static final int UPLOADS_MAX = 20;

    private static final String LOCK =
            """
            select seq from ledger.lock_head(?)
            """;

    private static final String UPLOADED =
            """
            select count(*) from images.images
            where agent = ? and uploaded_at > ?::timestamptz - interval '1 hour'
            """;

    private static final String UPLOAD =
            """
            insert into images.images (id, agent, kind, bytes, uploaded_at) values (?, ?, ?, ?, ?)
            on conflict (id, agent) do update set uploaded_at = excluded.uploaded_at
            """;

    private static final String HOLD =
            """
            select true from images.images
            where id = ? and agent = (select context.agent()) and kind = ? for share
            """;

    /// Locked, so that whoever is about to name one waits and then finds nothing.
    private static final String OLD =
            """
            select id, uploaded_at, agent from images.images
            where uploaded_at < ?::timestamptz - interval '1 hour'
                and (uploaded_at, id) > (?, ?)
            order by uploaded_at, id limit ? for update skip locked
            """;

    private static final String DELETE =
            """
            delete from images.images where (id, agent) in (
                select image, uploader from unnest(?::bytea[], ?::text[]) old (image, uploader))
            """;

    private final Database database;

    ImageProjection(Database database) {
        this.database = database;
    }

    /// {@return false when the agent has uploaded too many within the last hour}
    boolean upload(AgentCaller caller, ImageId id, ImageKind kind, byte[] bytes, Instant at) {
        return database.transact(
                caller.database(),
                tx -> {
                    if (!mayUpload(caller.handle(), at, tx)) {
                        return false;
                    }
                    tx.update(UPLOAD, id.bytes(), caller.handle(), kind.wireName(), bytes, at);
                    return true;
                });
    }

    /// Under the lock that the agent's acts take, so that its uploads come one after the other.
    private static boolean mayUpload(Handle agent, Instant at, Tx tx) {
        tx.one(LOCK, row -> row.longValue(1), agent);
        return tx.one(UPLOADED, row -> row.longValue(1), agent, at).orElseThrow() < UPLOADS_MAX;
    }

    /// {@return whether the agent of the transaction has uploaded it}
    boolean hold(ImageId id, ImageKind kind, Tx tx) {
        return tx.one(HOLD, row -> row.bool(1), id.bytes(), kind.wireName()).isPresent();
    }

    /// @param at when it was uploaded
    /// @param agent by whom
    record Old(ImageId id, Instant at, String agent) {

        /// Before all others.
        static final Old FIRST = new Old(ImageId.fromBytes(new byte[32]), Instant.EPOCH, "");
    }

    /// {@return what was uploaded more than an hour ago, oldest first, locked}
    List<Old> old(Instant now, Old after, int limit, Tx tx) {
        return tx.list(
                OLD,
                row -> new Old(ImageId.fromBytes(row.bytes(1)), row.instant(2), row.string(3)),
                now,
                after.at,
                after.id.bytes(),
                limit);
    }

    /// @param images that [#old] has locked, and no others of the same picture
    void delete(List<Old> images, Tx tx) {
        tx.update(
                DELETE,
                images.stream().map(it -> it.id.bytes()).toArray(byte[][]::new),
                images.stream().map(Old::agent).toList());
    }
}
