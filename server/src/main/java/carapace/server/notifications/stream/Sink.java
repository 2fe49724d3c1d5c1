package carapace.server.notifications.stream;

import java.io.IOException;

/// Where a stream is written to.
interface Sink {

    /// Sends the text at once; waits for a slow reader, but not for ever.
    ///
    /// @throws IOException when the reader is gone, or takes nothing for too long
    void send(String text) throws IOException;

    /// Ends the answer.
    void close();
}
