package carapace.server.ledger;

import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// What was accepted of late, for a part of the server that goes on where it stopped.
@Component
public class Recent {

    /// What was accepted within this time before now is still known, whatever the clocks of nodes
    /// say: the outbox keeps an hour.
    public static final Duration KEPT = Duration.ofMinutes(50);

    private final OutboxQueries outbox;

    Recent(OutboxQueries outbox) {
        this.outbox = outbox;
    }

    /// {@return the place before everything that is not yet told; all that is told later is behind}
    public Place now() {
        return outbox.oldest();
    }

    /// {@return whether more records than that were accepted behind the place, up to the last}
    public boolean isMoreThan(int count, Place after, Place last) {
        return outbox.count(after, last, count + 1) > count;
    }

    /// {@return the records of these types behind the place up to the last, in order}
    ///
    /// @param limit how many are looked at, whatever their type
    public List<RecordAccepted> between(Place after, Place last, List<String> types, int limit) {
        return outbox.between(after, last, types, limit);
    }
}
