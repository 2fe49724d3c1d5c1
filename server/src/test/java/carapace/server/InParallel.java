package carapace.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// Does things at once.
public final class InParallel {

    private InParallel() {}

    /// {@return what each of so many attempts gave}
    public static <T> List<T> times(int times, Callable<T> attempt) {
        return all(Collections.nCopies(times, attempt));
    }

    /// {@return what each attempt gave, in their order}
    public static <T> List<T> all(List<Callable<T>> attempts) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var result : threads.invokeAll(attempts)) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
