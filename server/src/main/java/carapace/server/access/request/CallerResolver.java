package carapace.server.access.request;

import carapace.server.access.AgentCaller;
import carapace.server.access.ProblemType;
import carapace.server.access.Reader;
import carapace.server.access.Refusal;
import carapace.server.access.Sender;
import carapace.server.access.Standing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Gives endpoints the argument that says who is asking. An endpoint without one serves anybody.
final class CallerResolver implements HandlerMethodArgumentResolver {

    private static final Set<Class<?>> TYPES =
            Set.of(AgentCaller.class, Reader.class, Sender.class, Standing.class);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        var request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        var exchange = Exchange.of(request);
        var type = parameter.getParameterType();
        if (type == Standing.class) {
            return exchange.standing();
        }
        if (type == Reader.class) {
            return exchange.reader();
        }
        var newcomer = exchange.newcomer();
        if (type == Sender.class && newcomer != null) {
            return newcomer;
        }
        if (exchange.reader() instanceof AgentCaller agent) {
            return agent;
        }
        throw new Refusal(ProblemType.TOKEN_MISSING.because("ask for one at /oauth2/token"));
    }
}
