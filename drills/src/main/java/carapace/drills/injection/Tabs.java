package carapace.drills.injection;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/// A few tabs and as many threads.
final class Tabs implements AutoCloseable {

    /// Two for each of two cores: one renders while the other waits.
    private static final int COUNT = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private final BlockingQueue<Tab> idle = new LinkedBlockingQueue<>();

    /// Something to be done in a tab.
    interface Work {
        void in(Tab tab) throws Exception;
    }

    private Tabs() {}

    static Tabs open(Chromium chromium, URI server) throws IOException, InterruptedException {
        var tabs = new Tabs();
        for (var i = 0; i < COUNT; i++) {
            tabs.idle.add(chromium.newTab(server));
        }
        return tabs;
    }

    /// Does all of it, several at once.
    ///
    /// @throws Exception the first that any of it threw
    void each(List<? extends Work> work) throws Exception {
        all(work.stream().<Callable<Boolean>>map(one -> () -> in(one)).toList());
    }

    private boolean in(Work work) throws Exception {
        var tab = idle.take();
        try {
            work.in(tab);
            return true;
        } finally {
            idle.add(tab);
        }
    }

    /// Does what needs no tab, several at once.
    ///
    /// @return the results in the order of the work
    <T> List<T> all(List<Callable<T>> work) throws Exception {
        var results = new ArrayList<T>();
        try {
            for (var future : threads.invokeAll(work)) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
