package carapace.rules.planted.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ways of logging, each in a class of its own.
public final class Logs {

    private Logs() {}

    public static final class Usual {
        private static final Logger LOG = LoggerFactory.getLogger(Usual.class);

        void tell(int id) {
            LOG.info("did {}", id);
        }
    }

    public static final class OtherName {
        private static final Logger TALK = LoggerFactory.getLogger(OtherName.class);

        void tell(String secret) {
            TALK.info("did {}", secret);
        }
    }

    public static final class Fluent {
        private static final Logger LOG = LoggerFactory.getLogger(Fluent.class);

        void tell(String secret) {
            LOG.atInfo().log(secret);
        }
    }

    public static final class Jdk {
        private static final java.util.logging.Logger LOG =
                java.util.logging.Logger.getLogger(Jdk.class.getName());

        void tell(String secret) {
            LOG.info(secret);
        }
    }
}
