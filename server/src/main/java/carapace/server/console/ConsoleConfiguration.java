package carapace.server.console;

import carapace.server.access.AccessOptions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the pages.
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration {

    @Bean
    Assets assets() {
        return new Assets();
    }

    @Bean
    Markdown markdown() {
        return new Markdown();
    }

    @Bean
    Pages pages(Assets assets) {
        return new Pages(assets);
    }

    @Bean
    AtomFeed atomFeed(AccessOptions options) {
        return new AtomFeed(options.publicUrl().base());
    }

    @Bean
    FailurePages failurePages(Pages pages) {
        return new FailurePages(pages);
    }
}
