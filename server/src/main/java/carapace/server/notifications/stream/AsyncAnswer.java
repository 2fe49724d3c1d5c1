package carapace.server.notifications.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The answer to a request, kept open and written by a thread of the caller's.
///
/// Tomcat notices on its own when the reader is gone, and then uses the same objects for another
/// request. So nothing here is touched from then on: it is noted, and everything done, under one
/// lock, and Tomcat waits for it in [#onError].
final class AsyncAnswer implements Sink, AsyncListener {

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final ServletOutputStream out;

    // Guarded by this.
    private @Nullable AsyncContext context;
    private boolean isOver;

    AsyncAnswer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        this.request = request;
        this.response = response;
        this.out = response.getOutputStream();
    }

    /// Lets the request's own thread go.
    synchronized void begin() {
        var begun = request.startAsync(request, response);
        begun.setTimeout(0);
        begun.addListener(this);
        context = begun;
    }

    @Override
    public synchronized void send(String text) throws IOException {
        if (isOver) {
            throw new IOException("the reader is gone");
        }
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (!isOver && context != null) {
            isOver = true;
            context.complete();
        }
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        isOver = true;
    }

    @Override
    public synchronized void onError(AsyncEvent event) {
        isOver = true;
    }

    @Override
    public synchronized void onTimeout(AsyncEvent event) {
        isOver = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        throw new AssertionError("an answer is made asynchronous once");
    }
}
