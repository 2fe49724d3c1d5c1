package carapace.rules.planted.ring.right;

import carapace.rules.planted.ring.left.Left;

/// Needs [Left], which needs it.
public final class Right {

    Left other(Left left) {
        return left;
    }
}
