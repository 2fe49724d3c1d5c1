package carapace.bench.load;

import java.time.Duration;

/// One of several things that are measured against each other.
public interface Contestant {

    /// Makes ready what the next window may need, outside of the measured time.
    ///
    /// @param requests about as many as the window will take
    void prepare(int requests) throws Exception;

    Measured window(int concurrency, Duration duration) throws Exception;
}
