package carapace.server;

import carapace.server.access.AtOnce;
import carapace.server.access.SignatureProvider;
import carapace.server.database.DatabaseRefused;
import carapace.server.vault.VaultException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Starts the network in this process.
public final class CarapaceServer {

    /// A token and a proof together stay below 4 KiB.
    private static final String REQUEST_HEADERS_MAX = "16KB";

    /// Half of them may be streams. An operator who wants more of these gets more of all.
    private static final int CONNECTIONS_MAX = 2_000;

    private static final int ACCEPT_QUEUE_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(CarapaceServer.class);

    private CarapaceServer() {}

    /// Starts and returns once requests are answered.
    ///
    /// @throws StartRefused when the options are unsafe or cannot work
    public static RunningServer start(ServerOptions options) {
        return start(options, new Class<?>[0]);
    }

    /// For tests that plant a flaw by replacing a bean.
    static RunningServer start(ServerOptions options, Class<?>... planted) {
        refuseUnsafeBinding(options);
        SignatureProvider.install();
        var listening = new Listening(options, port(options));
        var application = new SpringApplication(ServerConfiguration.class);
        application.addPrimarySources(List.of(planted));
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setRegisterShutdownHook(false);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(properties(listening));
        application.addInitializers(context -> register(context, listening));
        return new RunningServer(run(application, listening), listening);
    }

    private static ConfigurableApplicationContext run(
            SpringApplication application, Listening listening) {
        try {
            return application.run();
        } catch (RuntimeException failed) {
            throw refusal(failed, listening)
                    .<RuntimeException>map(StartRefused::new)
                    .orElseGet(() -> unexpected(failed));
        }
    }

    private static RuntimeException unexpected(RuntimeException failed) {
        LOG.error("the server did not start", failed);
        return failed;
    }

    /// What the operator can mend is told in one line, without the framework's words around it.
    private static Optional<String> refusal(Throwable failed, Listening listening) {
        for (var cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseRefused || cause instanceof VaultException) {
                return Optional.ofNullable(cause.getMessage());
            }
            if (cause instanceof PortInUseException taken) {
                return Optional.of(cannotListen(listening.options(), listening.port(), taken));
            }
        }
        return Optional.empty();
    }

    private static String cannotListen(ServerOptions options, int port, Exception why) {
        return ("cannot listen on %s, port %d: %s; stop the other program, or choose another port"
                        + " with --port (0 takes a free one)")
                .formatted(options.bind().getHostAddress(), port, why.getMessage());
    }

    private static void register(ConfigurableApplicationContext context, Listening listening) {
        var registry = (GenericApplicationContext) context;
        registry.registerBean(ServerOptions.class, listening::options);
        registry.registerBean(Listening.class, () -> listening);
    }

    private static void refuseUnsafeBinding(ServerOptions options) {
        var guarded = options.tls().isPresent() || !options.trustedProxies().isEmpty();
        if (!options.bind().isLoopbackAddress() && !guarded) {
            throw new StartRefused(
                    ("refusing to serve plain HTTP on %s: give --tls-certificate and --tls-key,"
                                    + " or --trusted-proxy with the address of the proxy that"
                                    + " ends TLS")
                            .formatted(options.bind().getHostAddress()));
        }
    }

    private static Map<String, Object> properties(Listening listening) {
        var options = listening.options();
        var properties = new HashMap<String, Object>();
        properties.put("server.address", options.bind().getHostAddress());
        properties.put("server.port", listening.port());
        properties.put("server.shutdown", "graceful");
        properties.put("server.max-http-request-header-size", REQUEST_HEADERS_MAX);
        properties.put("server.tomcat.max-connections", connections(options));
        properties.put("server.tomcat.accept-count", ACCEPT_QUEUE_MAX);
        properties.put("server.tomcat.connection-timeout", "10s");
        properties.put("server.tomcat.keep-alive-timeout", "30s");
        properties.put("server.tomcat.max-keep-alive-requests", "-1");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "5s");
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.main.keep-alive", false);
        properties.put("spring.jmx.enabled", false);
        properties.put("spring.mvc.formcontent.filter.enabled", false);
        properties.put("spring.web.resources.add-mappings", false);
        options.tls()
                .ifPresent(tls -> {
                    properties.put("server.ssl.enabled-protocols", "TLSv1.3");
                    properties.put("server.ssl.certificate", "file:" + tls.certificate());
                    properties.put(
                            "server.ssl.certificate-private-key", "file:" + tls.privateKey());
                });
        return properties;
    }

    private static int connections(ServerOptions options) {
        var streams = AtOnce.inForce(options.limits()).get(AtOnce.NODE_STREAMS);
        var more = streams == null ? 0 : streams - AtOnce.NODE_STREAMS.standard();
        return CONNECTIONS_MAX + Math.max(0, more);
    }

    /// Tokens and proofs name the server's URL, so the port must be known before anything starts;
    /// and where another program has it, no database need be started to find out.
    private static int port(ServerOptions options) {
        try (var socket = new ServerSocket(options.port(), 1, options.bind())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartRefused(cannotListen(options, options.port(), e));
        }
    }

    /// The options with the port that was settled on.
    record Listening(ServerOptions options, int port) {

        String url() {
            return options.publicUrl()
                    .map(Object::toString)
                    .orElseGet(() -> "%s://%s:%d".formatted(scheme(), host(options.bind()), port));
        }

        private String scheme() {
            return options.tls().isPresent() ? "https" : "http";
        }

        private static String host(InetAddress address) {
            var text = address.getHostAddress();
            return text.indexOf(':') < 0 ? text : "[" + text + "]";
        }
    }
}
