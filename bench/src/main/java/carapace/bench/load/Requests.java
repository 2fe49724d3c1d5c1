package carapace.bench.load;

import org.jspecify.annotations.Nullable;

/// What one connection sends, in its order. Belongs to that connection's thread.
public interface Requests {

    /// {@return the next request's bytes, or null when there are none left}
    byte @Nullable [] next();

    /// Told after each answer.
    ///
    /// @param status of the answer; 0 when the connection broke instead
    void answered(int status);

    /// {@return the same request without end}
    static Requests repeating(byte[] request) {
        return new Requests() {
            @Override
            public byte[] next() {
                return request;
            }

            @Override
            public void answered(int status) {}
        };
    }
}
