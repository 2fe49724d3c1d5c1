package carapace.server;

/// The server will not start with these options; the message says why and what to do.
public final class StartRefused extends RuntimeException {
    StartRefused(String message) {
        super(message);
    }
}
