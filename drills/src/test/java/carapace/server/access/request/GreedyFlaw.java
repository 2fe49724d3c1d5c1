package carapace.server.access.request;

import jakarta.servlet.Filter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

/// A server that takes in a body of unknown length before it looks at anything.
public final class GreedyFlaw {

    @Bean
    static BeanPostProcessor flaw() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof AccessFilter filter ? greedy(filter) : bean;
            }
        };
    }

    private static Filter greedy(AccessFilter filter) {
        return (request, response, chain) -> {
            if (request.getContentLengthLong() < 0) {
                request.getInputStream().readAllBytes();
            }
            filter.doFilter(request, response, chain);
        };
    }
}
