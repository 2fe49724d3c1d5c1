package carapace.server.access.request;

import carapace.server.access.Authority;
import carapace.server.access.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;

/// Servers that forget to look at something when they find out who is asking.
public final class AuthenticationFlaws {

    private AuthenticationFlaws() {}

    /// A token to read is as good as one to write.
    public static final class NoScope extends FlawedAuthentication {
        @Override
        Authentication flawed(Parts parts) {
            return new Sound(parts) {
                @Override
                void refuseScope(HttpServletRequest request, AccessToken token) {}
            };
        }
    }

    /// Whoever got a token keeps it.
    public static final class NoStatus extends FlawedAuthentication {
        @Override
        Authentication flawed(Parts parts) {
            return new Sound(parts) {
                @Override
                void refuseStatus(HttpServletRequest request, Authority authority) {}
            };
        }
    }
}
