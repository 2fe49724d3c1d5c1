package carapace.server.access.request;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Handle;
import carapace.server.access.AgentCaller;
import carapace.server.access.Authority;
import carapace.server.access.Refusal;
import carapace.server.access.Scope;
import carapace.server.database.Caller;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

/// Servers that believe what they are shown.
public final class CredentialFlaws {

    private CredentialFlaws() {}

    /// Whoever shows a token is its agent, with a proof or without.
    public static final class Bearer extends FlawedAuthentication {
        @Override
        Authentication flawed(Parts parts) {
            return new Sound(parts) {
                @Override
                void identify(HttpServletRequest request, Exchange exchange) {
                    if (request.getHeader("Authorization") == null) {
                        super.identify(request, exchange);
                    } else {
                        var token = parts.tokens().read(shown(request));
                        readAs(parts.agents().find(token.handle()).orElseThrow(), exchange);
                    }
                }
            };
        }
    }

    /// What a token says is believed, whoever signed it.
    public static final class Unsigned extends FlawedAuthentication {
        @Override
        Authentication flawed(Parts parts) {
            return new Sound(parts) {
                @Override
                void identify(HttpServletRequest request, Exchange exchange) {
                    try {
                        super.identify(request, exchange);
                    } catch (Refusal refused) {
                        if (!refused.problem().type().wireName().equals("token-invalid")) {
                            throw refused;
                        }
                        var authority =
                                claimed(shown(request))
                                        .flatMap(parts.agents()::find)
                                        .orElseThrow(() -> refused);
                        readAs(authority, exchange);
                    }
                }
            };
        }
    }

    private static String shown(HttpServletRequest request) {
        var header = request.getHeader("Authorization");
        return header.substring(header.indexOf(' ') + 1);
    }

    private static Optional<Handle> claimed(String token) {
        try {
            var claims = Base64Url.decode(token.split("\\.", -1)[1]);
            var name = Members.tolerant(StrictJson.parse(claims)).text("sub", 1, 64);
            return Optional.of(new Handle(name));
        } catch (JsonException | RuntimeException noClaims) {
            return Optional.empty();
        }
    }

    private static void readAs(Authority authority, Exchange exchange) {
        var caller = new Caller.Agent(authority.handle());
        exchange.readAs(new AgentCaller(authority, EnumSet.allOf(Scope.class), caller));
    }

    /// Whatever else a request carries is left out, and the rest is taken.
    public static final class Lenient {
        @Bean
        static BeanPostProcessor flaw() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof AccessFilter filter
                            ? (jakarta.servlet.Filter)
                                    (request, response, chain) ->
                                            filter.doFilter(
                                                    lenient((HttpServletRequest) request),
                                                    response,
                                                    chain)
                            : bean;
                }
            };
        }
    }

    private static HttpServletRequest lenient(HttpServletRequest request)
            throws java.io.IOException {
        if (!request.getRequestURI().equals(Authentication.RECORDS)) {
            return request;
        }
        var body = request.getInputStream().readAllBytes();
        try {
            var records =
                    Members.tolerant(StrictJson.parse(body)).texts("records", 1, 100, 1_000_000);
            var kept = new JsonWriter().texts("records", records).write();
            return new Rewritten(request, kept.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException e) {
            return new Rewritten(request, body);
        }
    }

    private static final class Rewritten extends HttpServletRequestWrapper {

        private final byte[] body;

        Rewritten(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }

        @Override
        public ServletInputStream getInputStream() {
            var in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] bytes, int from, int length) {
                    return in.read(bytes, from, length);
                }

                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("nobody reads asynchronously");
                }
            };
        }
    }
}
