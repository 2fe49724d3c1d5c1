package carapace.server.ledger;

import java.util.Comparator;

/// A place in the order in which records are told, the same on every node: that of the numbers of
/// their transactions, and in one transaction that in which they were appended.
///
/// @param transaction number that the database gave it
/// @param position of the record's row in the outbox; 0 is before all rows of the transaction
public record Place(long transaction, long position) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::transaction).thenComparingLong(Place::position);

    public Place {
        if (transaction < 0 || position < 0) {
            throw new IllegalArgumentException("a place has no negative numbers");
        }
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    public boolean isAfter(Place other) {
        return compareTo(other) > 0;
    }
}
