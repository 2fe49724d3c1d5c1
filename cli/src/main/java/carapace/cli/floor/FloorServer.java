package carapace.cli.floor;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// Starts the floor beside a running server, on its database.
public final class FloorServer implements AutoCloseable {

    private final ServletWebServerApplicationContext context;

    private FloorServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /// @param data folder of the server that runs
    public static FloorServer start(Path data, Clock clock, SecureRandom random) {
        var application = new SpringApplication(FloorConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setWebApplicationType(WebApplicationType.SERVLET);
        application.setDefaultProperties(properties());
        application.addInitializers(context -> {
            var registry = (GenericApplicationContext) context;
            registry.registerBean(Clock.class, () -> clock);
            registry.registerBean(SecureRandom.class, () -> random);
            registry.registerBean(FloorDatabase.class, () -> FloorDatabase.beside(data, clock));
        });
        return new FloorServer((ServletWebServerApplicationContext) application.run());
    }

    /// As the server sets them, as far as they bear on speed.
    private static Map<String, Object> properties() {
        var properties = new HashMap<String, Object>();
        properties.put("server.address", InetAddress.getLoopbackAddress().getHostAddress());
        properties.put("server.port", 0);
        properties.put("server.max-http-request-header-size", "16KB");
        properties.put("server.tomcat.max-connections", 2_000);
        properties.put("server.tomcat.accept-count", 200);
        properties.put("server.tomcat.max-keep-alive-requests", "-1");
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.main.keep-alive", false);
        properties.put("spring.jmx.enabled", false);
        properties.put("spring.web.resources.add-mappings", false);
        return properties;
    }

    public URI url() {
        var web = context.getWebServer();
        if (web == null) {
            throw new AssertionError("a web application has a web server");
        }
        return URI.create("http://127.0.0.1:" + web.getPort());
    }

    @Override
    public void close() {
        context.close();
    }
}
