package carapace.server.images;

import carapace.server.database.Caller;
import carapace.server.database.Database;
import carapace.server.database.Rounds;
import carapace.server.database.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Forgets images that were uploaded more than an hour ago and that no record names, or none any
/// more.
@Component
class ImageSweep implements SmartLifecycle {

    static final Duration PAUSE = Duration.ofMinutes(5);

    /// Of each page of old images those go that are not in use.
    private static final int PAGE = 100;

    private final Database database;
    private final ImageProjection projection;
    private final List<ImageUses> uses;
    private final Clock clock;
    private final Rounds rounds = new Rounds("images: cannot sweep", PAUSE, PAUSE, this::sweep);

    ImageSweep(Database database, ImageProjection projection, List<ImageUses> uses, Clock clock) {
        this.database = database;
        this.projection = projection;
        this.uses = List.copyOf(uses);
        this.clock = clock;
    }

    @Override
    public void start() {
        rounds.start("image-sweep");
    }

    /// Goes through all old images once, oldest first.
    ///
    /// @return false: the next round may wait
    boolean sweep() {
        var last = ImageProjection.Old.FIRST;
        while (last != null) {
            last = page(last);
        }
        return false;
    }

    private ImageProjection.@Nullable Old page(ImageProjection.Old after) {
        return database.transact(
                Caller.node(),
                tx -> {
                    var old = projection.old(clock.instant(), after, PAGE, tx);
                    var names = old.stream().map(it -> it.id().value()).distinct().toList();
                    var used = used(names, tx);
                    projection.delete(
                            old.stream().filter(it -> !used.contains(it.id().value())).toList(),
                            tx);
                    return old.size() < PAGE ? null : old.getLast();
                });
    }

    private Set<String> used(List<String> names, Tx tx) {
        var used = new HashSet<String>();
        uses.forEach(feature -> used.addAll(feature.used(names, tx)));
        return used;
    }

    @Override
    public void stop() {
        rounds.stop();
    }

    @Override
    public boolean isRunning() {
        return rounds.isRunning();
    }
}
