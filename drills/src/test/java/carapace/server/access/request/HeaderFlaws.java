package carapace.server.access.request;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

/// Servers that leave a header out.
public final class HeaderFlaws {

    private HeaderFlaws() {}

    public static final class NoPolicy {
        @Bean
        static BeanPostProcessor flaw() {
            return without("Content-Security-Policy");
        }
    }

    public static final class NoNosniff {
        @Bean
        static BeanPostProcessor flaw() {
            return without("X-Content-Type-Options");
        }
    }

    private static BeanPostProcessor without(String header) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof AccessFilter filter ? without(header, filter) : bean;
            }
        };
    }

    private static Filter without(String header, Filter filter) {
        return (request, response, chain) ->
                filter.doFilter(request, without(header, (HttpServletResponse) response), chain);
    }

    private static HttpServletResponse without(String header, HttpServletResponse response) {
        return new HttpServletResponseWrapper(response) {
            @Override
            public void setHeader(String name, String value) {
                if (!name.equals(header)) {
                    super.setHeader(name, value);
                }
            }
        };
    }
}
