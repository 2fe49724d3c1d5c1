package carapace.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// A connected Unix socket in the shape that the JDBC driver expects.
///
/// A read without a timeout parks a virtual thread; only the driver's rare reads with a timeout
/// (validation, waiting for notifications) use a selector. TCP's options mean nothing here.
class UnixSocket extends Socket {

    private final SocketChannel channel;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();
    private volatile int timeoutMillis;

    UnixSocket(SocketChannel channel) {
        this.channel = channel;
    }

    /// The factory has connected it.
    @Override
    public void connect(SocketAddress endpoint, int timeout) {}

    @Override
    public void connect(SocketAddress endpoint) {}

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public void setSoTimeout(int millis) {
        timeoutMillis = millis;
    }

    @Override
    public int getSoTimeout() {
        return timeoutMillis;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int readWithin(ByteBuffer buffer, int millis) throws IOException {
        channel.configureBlocking(false);
        try (var selector = Selector.open()) {
            var read = channel.read(buffer);
            if (read == 0) {
                channel.register(selector, SelectionKey.OP_READ);
                selector.select(millis);
                read = channel.read(buffer);
            }
            if (read == 0) {
                throw new SocketTimeoutException("no answer within " + millis + " ms");
            }
            return read;
        } finally {
            // The selector is closed by now, and with it the registration that forbids blocking.
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
    }

    private final class Input extends InputStream {

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            var buffer = ByteBuffer.wrap(bytes, offset, length);
            var millis = timeoutMillis;
            return millis == 0 ? channel.read(buffer) : readWithin(buffer, millis);
        }
    }

    private final class Output extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }
}
