package carapace.server.access.request;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A request whose body ends the request when it grows too large, also when it did not say how
/// large it would be.
final class BoundedRequest extends HttpServletRequestWrapper {

    /// A connection that sends this slowly is none.
    private static final Duration TIME_MAX = Duration.ofSeconds(30);

    private final int bytesMax;
    private final BodiesInFlight bodies;
    private final String address;
    private @Nullable Bounded bounded;

    private BoundedRequest(
            HttpServletRequest request, int bytesMax, BodiesInFlight bodies, String address) {
        super(request);
        this.bytesMax = bytesMax;
        this.bodies = bodies;
        this.address = address;
    }

    /// @param address from where it comes
    /// @throws Refusal when the body announces itself as too large or compressed
    static BoundedRequest of(
            HttpServletRequest request, int bytesMax, BodiesInFlight bodies, String address) {
        if (request.getContentLengthLong() > bytesMax) {
            throw tooLarge(bytesMax);
        }
        var encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            // A few bytes could unpack into any number of them.
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE.because("send the body uncompressed"));
        }
        return new BoundedRequest(request, bytesMax, bodies, address);
    }

    private static Refusal tooLarge(int bytesMax) {
        return new Refusal(
                ProblemType.TOO_LARGE
                        .because("the body may have %d bytes here".formatted(bytesMax))
                        .with("bytesMax", bytesMax));
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (bounded == null) {
            bounded = new Bounded(super.getInputStream());
        }
        return bounded;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    /// Lets go of what was held of the body, once the request is answered.
    void release() {
        if (bounded != null) {
            bodies.release(address, bounded.bytesHeld);
        }
    }

    private final class Bounded extends ServletInputStream {

        private final ServletInputStream body;
        private final long beginNanos = System.nanoTime();
        private int bytesHeld;

        Bounded(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            var read = body.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            var read = body.read(into, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int bytes) {
            if (bytesHeld + bytes > bytesMax) {
                throw tooLarge(bytesMax);
            }
            if (System.nanoTime() - beginNanos > TIME_MAX.toNanos()) {
                throw new Refusal(
                        ProblemType.REQUEST_MALFORMED.because("the body came too slowly"));
            }
            bodies.take(address, bytes);
            bytesHeld += bytes;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
