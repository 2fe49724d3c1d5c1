package carapace.server.console;

import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// Servers whose Markdown has lost a step. No `@Configuration`: the real server's scan would find
/// them.
public final class MarkdownFlaws {

    private static final HtmlRenderer RAW = HtmlRenderer.builder().build();

    private MarkdownFlaws() {}

    /// Raw HTML goes through, and nobody sanitises.
    public static final class NoLock {
        @Bean
        @Primary
        Markdown flawed() {
            return new Markdown() {
                @Override
                void tame(Node document) {}

                @Override
                String rendered(Node document) {
                    return RAW.render(document);
                }

                @Override
                String sanitized(String html) {
                    return html;
                }
            };
        }
    }

    /// Nobody sanitises; raw HTML has become text before.
    public static final class NoSanitizer {
        @Bean
        @Primary
        Markdown flawed() {
            return new Markdown() {
                @Override
                String sanitized(String html) {
                    return html;
                }
            };
        }
    }

    /// Raw HTML goes through to the sanitizer.
    public static final class RawHtml {
        @Bean
        @Primary
        Markdown flawed() {
            return new Markdown() {
                @Override
                void tame(Node document) {}

                @Override
                String rendered(Node document) {
                    return RAW.render(document);
                }
            };
        }
    }

    /// Hidden characters stay hidden.
    public static final class NoMarks {
        @Bean
        @Primary
        Markdown flawed() {
            return new Markdown() {
                @Override
                String visible(String text) {
                    return text;
                }
            };
        }
    }
}
