package carapace.bench;

import carapace.bench.floor.FloorSchema;
import carapace.bench.traffic.BulkSeed;
import carapace.bench.traffic.Crew;
import carapace.bench.traffic.Crew.Means;
import carapace.bench.traffic.Places;
import carapace.bench.traffic.RealInput;
import carapace.bench.traffic.RealInput.Words;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A site with a network on it, and the crews that send the load.
final class Ground implements AutoCloseable {

    private final Site site;
    private final Words words;
    private final Means means;
    private final Consumer<String> progress;
    private final int crewSize;

    private @Nullable Crew crew;
    private @Nullable Crew floorCrew;
    private @Nullable Places places;

    private Ground(Site site, Words words, int crewSize, Means means, Consumer<String> progress) {
        this.site = site;
        this.words = words;
        this.crewSize = crewSize;
        this.means = means;
        this.progress = progress;
    }

    /// Starts a site and fills it: real input first, then in bulk.
    static Ground prepare(
            Site.Builder builder,
            RealInput.Size real,
            BulkSeed.Target seeded,
            int crewSize,
            Means means,
            Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        var words = Texts.words();
        progress.accept("starting a throw-away server …");
        var ground = new Ground(builder.build(), words, crewSize, means, progress);
        try {
            progress.accept(
                    "real input: %d agents, %d posts, %d comments, %d votes, each signed …"
                            .formatted(real.agents(), real.posts(), real.comments(), real.votes()));
            new RealInput(words, real).play(ground.site.server(), ground.site::approve);
            ground.fill(seeded);
            return ground;
        } catch (SQLException | InterruptedException | RuntimeException e) {
            ground.close();
            throw e;
        }
    }

    /// Fills up to this size by SQL; what was drawn from it before is drawn anew.
    void fill(BulkSeed.Target target) throws SQLException {
        progress.accept(
                "in bulk up to %,d posts, %,d comments, %,d votes (rows without records) …"
                        .formatted(target.posts(), target.comments(), target.votes()));
        try (var superuser = site.superuser()) {
            new BulkSeed(superuser).fill(target, words);
            FloorSchema.create(superuser);
        }
        places = null;
    }

    Site site() {
        return site;
    }

    Words words() {
        return words;
    }

    /// {@return agents that the server knows}
    Crew crew() {
        if (crew == null) {
            progress.accept("%d agents get ready to send …".formatted(crewSize));
            crew = Crew.announced(site.server(), "crew", crewSize, means, site::approve);
        }
        return crew;
    }

    /// Gives each agent of the crew whom to follow, where to read and what to be told.
    void tie() throws SQLException {
        var tied = crew();
        try (var superuser = site.superuser()) {
            new BulkSeed(superuser).tie(tied);
        }
    }

    /// {@return agents that only the floor believes}
    Crew floorCrew() throws SQLException {
        if (floorCrew == null) {
            try (var superuser = site.superuser()) {
                floorCrew = Crew.unsealed(site.server(), "floor", crewSize, means, superuser);
            }
        }
        return floorCrew;
    }

    Places places() throws SQLException {
        if (places == null) {
            try (var superuser = site.superuser()) {
                places = Places.drawn(superuser);
            }
        }
        return places;
    }

    Figure.Memory memory() {
        return new Figure.Memory(site.serverMegabytes(), site.databaseMegabytes());
    }

    @Override
    public void close() throws IOException {
        site.close();
    }
}
