package carapace.server.access.request;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;

/// A response that lets nothing out before the request's proof is spent: with a first byte on its
/// way it would be too late to refuse a replay.
final class SettlingResponse extends HttpServletResponseWrapper {

    private final Exchange exchange;

    SettlingResponse(HttpServletResponse response, Exchange exchange) {
        super(response);
        this.exchange = exchange;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        exchange.settle();
        return super.getOutputStream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        exchange.settle();
        return super.getWriter();
    }

    @Override
    public void flushBuffer() throws IOException {
        exchange.settle();
        super.flushBuffer();
    }

    @Override
    public void sendError(int status) throws IOException {
        exchange.settle();
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        exchange.settle();
        super.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        exchange.settle();
        super.sendRedirect(location);
    }

    @Override
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        exchange.settle();
        super.sendRedirect(location, status, clearBuffer);
    }
}
