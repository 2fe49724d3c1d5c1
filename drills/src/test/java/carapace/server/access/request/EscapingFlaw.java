package carapace.server.access.request;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;

/// A server whose pages do not escape what they show.
public final class EscapingFlaw {

    @Bean
    static BeanPostProcessor flaw() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof AccessFilter filter ? unescaping(filter) : bean;
            }
        };
    }

    private static Filter unescaping(Filter filter) {
        return (request, response, chain) -> {
            var kept = new Kept((HttpServletResponse) response);
            filter.doFilter(plain((HttpServletRequest) request), kept, chain);
            var bytes = kept.bytes.toByteArray();
            var type = response.getContentType();
            if (type != null && type.startsWith("text/html")) {
                var text = new String(bytes, StandardCharsets.UTF_8);
                bytes =
                        text.replace("&lt;", "<")
                                .replace("&gt;", ">")
                                .replace("&#34;", "\"")
                                .getBytes(StandardCharsets.UTF_8);
            }
            response.getOutputStream().write(bytes);
        };
    }

    /// Compressed text could not be changed.
    private static HttpServletRequest plain(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public @Nullable String getHeader(String name) {
                return name.equalsIgnoreCase("Accept-Encoding") ? null : super.getHeader(name);
            }
        };
    }

    /// Holds the body back.
    private static final class Kept extends HttpServletResponseWrapper {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Kept(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setContentLength(int length) {
            // It will be another.
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return new ServletOutputStream() {
                @Override
                public void write(int b) {
                    bytes.write(b);
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setWriteListener(WriteListener listener) {
                    throw new UnsupportedOperationException("nobody writes asynchronously");
                }
            };
        }
    }
}
