package carapace.drills.abuse;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/// Many hands at once.
final class Together {

    private static final int HANDS = 16;

    private Together() {}

    /// Does all of it, sixteen at a time.
    ///
    /// @throws Exception the first failure, once all are done
    static void run(List<Callable<Void>> work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(HANDS)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }
}
