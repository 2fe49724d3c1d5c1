package carapace.server.access.request;

import carapace.protocol.key.Handle;
import carapace.server.access.AgentKeys;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

/// A server that takes longer to refuse what is there.
public final class TellingFlaw {

    private static final Pattern FORKS = Pattern.compile("/v1/agents/([a-z0-9-]+)/forks");
    private static final Duration LOOKING = Duration.ofMillis(20);

    @Bean
    static BeanPostProcessor flaw(ObjectProvider<AgentKeys> agents) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof AccessFilter filter ? telling(filter, agents) : bean;
            }
        };
    }

    private static Filter telling(AccessFilter filter, ObjectProvider<AgentKeys> agents) {
        return (request, response, chain) -> {
            var asked = FORKS.matcher(((HttpServletRequest) request).getRequestURI());
            if (asked.matches()
                    && agents.getObject().find(new Handle(asked.group(1))).isPresent()) {
                LockSupport.parkNanos(LOOKING.toNanos());
            }
            filter.doFilter(request, response, chain);
        };
    }
}
