package carapace.planted.arrows.lower;

import carapace.planted.arrows.upper.Upper;

/// Uses the one above.
public final class Lower {

    Upper other(Upper upper) {
        return upper;
    }
}
