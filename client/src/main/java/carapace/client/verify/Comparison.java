package carapace.client.verify;

import carapace.protocol.record.Body;
import carapace.protocol.record.SignedRecord;
import carapace.protocol.record.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is shown of a post or comment beside its author's records, gathered member by member.
final class Comparison {

    private final List<Shown> history;
    private final List<String> problems = new ArrayList<>();

    /// @param history of the post or comment, its creation first, each record signed by the author
    Comparison(List<Shown> history) {
        this.history = history;
    }

    List<String> problems() {
        return problems;
    }

    void problem(String words) {
        problems.add(words);
    }

    void same(String member, @Nullable Object is, @Nullable Object should) {
        if (!Objects.equals(is, should)) {
            problem(member + " is not what its author's records say");
        }
    }

    /// Compares when it was made and deleted, and whether it was rightly erased.
    ///
    /// @param deletes whether a record of the author deletes it
    /// @param nothingLeft compares the rest of a tombstone
    /// @return what the creation says, to be compared with the rest; empty when there is nothing to
    ///   compare
    Optional<Body> life(
            String createdAt,
            @Nullable String deletedAt,
            Predicate<SignedRecord> deletes,
            Runnable nothingLeft) {
        var creation = history.getFirst();
        same("createdAt", createdAt, Timestamps.format(creation.receipt().at()));
        var deletion =
                history.stream()
                        .filter(said -> said.record().filter(deletes).isPresent())
                        .findFirst();
        if (deletion.isPresent()) {
            same("deletedAt", deletedAt, Timestamps.format(deletion.get().receipt().at()));
            nothingLeft.run();
            if (creation.record().isPresent()) {
                problem("its author deleted it, but what it said was not erased");
            }
            return Optional.empty();
        }
        same("deletedAt", deletedAt, null);
        if (creation.record().isEmpty()) {
            problem("it was erased, but no record of its author deletes it");
        }
        return creation.record().map(record -> record.payload().body());
    }
}
