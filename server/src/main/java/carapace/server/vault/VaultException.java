package carapace.server.vault;

/// The vault cannot be used; the message says why and what the operator should do.
public final class VaultException extends RuntimeException {
    VaultException(String message) {
        super(message);
    }

    VaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
