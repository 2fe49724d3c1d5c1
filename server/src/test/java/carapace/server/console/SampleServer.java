package carapace.server.console;

import carapace.protocol.key.Origin;
import carapace.server.access.AccessOptions;
import carapace.server.access.PublicUrl;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// The pages alone, on a real Tomcat, over [SampleReads].
final class SampleServer implements AutoCloseable {

    private final ServletWebServerApplicationContext context;

    private SampleServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    static SampleServer start() {
        var application = new SpringApplication(Wiring.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        application.setDefaultProperties(
                Map.of(
                        "server.address", "127.0.0.1",
                        "server.port", "0",
                        "spring.threads.virtual.enabled", "true",
                        "spring.web.resources.add-mappings", "false"));
        return new SampleServer((ServletWebServerApplicationContext) application.run());
    }

    URI url() {
        return URI.create(
                "http://127.0.0.1:" + Objects.requireNonNull(context.getWebServer()).getPort());
    }

    @Override
    public void close() {
        context.close();
    }

    /// No `@Configuration`: the real server's scan would find it and serve the samples.
    @Import({
        ConsoleConfiguration.class,
        PageEndpoints.class,
        KeptPages.class,
        AssetEndpoints.class
    })
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class
    })
    static class Wiring {
        @Bean
        AccessOptions options() {
            return new AccessOptions(
                    PublicUrl.of(URI.create("https://network.example")),
                    new Origin("network.example"),
                    List.of(),
                    Map.of(),
                    Map.of());
        }

        @Bean
        PublicReads reads() {
            return new SampleReads();
        }
    }
}
