package carapace.rules.planted.chain.first;

import carapace.rules.planted.chain.second.Second;

/// Needs [Second], which needs nobody.
public final class First {

    Second other(Second second) {
        return second;
    }
}
