package carapace.drills.access;

import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.server.access.Decision;
import carapace.server.ledger.HandlerOf;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Servers that let more through than they should.
final class ScopeFlaws {

    private ScopeFlaws() {}

    /// An endpoint that asks nobody who is there.
    @RestController
    static final class OpenDoor {
        @DeleteMapping("/v1/posts/{id}")
        String delete(@PathVariable String id) {
            return id;
        }
    }

    /// Posts may be edited by anybody.
    static final class NoOwner {
        @Bean
        static BeanPostProcessor flaw() {
            return replacing(
                    "editPost",
                    new HandlerOf<>(PostBody.Edit.class, (act, tx) -> Decision.permitted()));
        }
    }

    /// Communities may be changed by anybody.
    static final class NoModerator {
        @Bean
        static BeanPostProcessor flaw() {
            return replacing(
                    "updateCommunity",
                    new HandlerOf<>(CommunityBody.Update.class, (act, tx) -> Decision.permitted()));
        }
    }

    private static BeanPostProcessor replacing(String name, Object flawed) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                return beanName.equals(name) ? flawed : bean;
            }
        };
    }
}
