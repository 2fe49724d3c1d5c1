package carapace.rules.planted.server.face;

import org.springframework.core.env.Environment;

/// Public, but no other module uses it.
public final class Unshown {

    public String name(Environment environment) {
        return environment.toString();
    }
}
