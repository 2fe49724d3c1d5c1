package carapace.server.images;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/// Where images are drawn: two at a time, so that uploads take neither all processors nor more than
/// about 100 MiB, whatever is sent.
@Component
class DrawingRoom implements DisposableBean {

    private static final int AT_ONCE = 2;

    /// Each has its upload in memory, 1 MiB.
    private static final int WAITING_MAX = 16;

    /// Waiting included. A whole upload of the largest size takes about half a second.
    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private final ThreadPoolExecutor room =
            new ThreadPoolExecutor(
                    AT_ONCE,
                    AT_ONCE,
                    1,
                    TimeUnit.MINUTES,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().daemon().name("drawing-", 0).factory());

    /// {@return the image as it is served}
    ///
    /// @throws Refusal for what cannot be read, takes too long, or while there is too much to do
    byte[] draw(Drawing drawing) {
        try {
            var drawn = room.submit(drawing::draw);
            try {
                return drawn.get(TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                drawn.cancel(false);
                throw overloaded("the image could not be drawn in time: try again");
            } finally {
                drawing.end();
            }
        } catch (RejectedExecutionException e) {
            throw overloaded("many images are drawn: try again");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : new IllegalStateException("cannot draw an image", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded("the server stops");
        }
    }

    private static Refusal overloaded(String why) {
        return new Refusal(ProblemType.OVERLOADED.because(why));
    }

    @Override
    public void destroy() {
        room.shutdownNow();
    }
}
