package carapace.rules.planted.ring.left;

import carapace.rules.planted.ring.right.Right;

/// Needs [Right], which needs it.
public final class Left {

    Right other(Right right) {
        return right;
    }
}
