package carapace.server.access.request;

import carapace.server.access.AccessOptions;
import carapace.server.access.AtOnce;
import carapace.server.access.limit.ClientAddress;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts access in its places in Spring MVC and Tomcat.
@Configuration(proxyBeanMethods = false)
class AccessWebConfiguration implements WebMvcConfigurer {

    /// Forms come to the token endpoint only, which reads them itself.
    private static final int FORM_BYTES_MAX = 16 * 1024;

    private static final int PARAMETERS_MAX = 50;

    private final ProblemWriter problems;

    AccessWebConfiguration(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerResolver());
    }

    @Override
    public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        // Alone: Spring's own would answer some failures in their way.
        resolvers.clear();
        resolvers.add(new ProblemResolver(problems));
    }

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> fairConnections(
            ClientAddress addresses, AccessOptions options) {
        var ofOneAddress = Objects.requireNonNull(options.atOnce().get(AtOnce.ADDRESS_CONNECTIONS));
        return factory -> {
            factory.setProtocol(FairProtocol.class.getName());
            factory.addProtocolHandlerCustomizers(
                    handler -> ((FairProtocol) handler).tell(addresses, ofOneAddress));
        };
    }

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
        return factory -> {
            factory.addContextCustomizers(context ->
                    ((StandardHost) context.getParent())
                            .setErrorReportValveClass(ProblemValve.class.getName()));
            factory.addConnectorCustomizers(connector -> {
                connector.setMaxPostSize(FORM_BYTES_MAX);
                connector.setMaxParameterCount(PARAMETERS_MAX);
            });
        };
    }
}
