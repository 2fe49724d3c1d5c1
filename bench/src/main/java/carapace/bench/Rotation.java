package carapace.bench;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A list without end, for many threads.
final class Rotation<T> {

    private final List<T> list;
    private final AtomicInteger next = new AtomicInteger();

    Rotation(List<T> list) {
        if (list.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to go around");
        }
        this.list = List.copyOf(list);
    }

    T next() {
        return list.get(Math.floorMod(next.getAndIncrement(), list.size()));
    }
}
