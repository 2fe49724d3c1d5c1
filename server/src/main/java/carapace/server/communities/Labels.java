package carapace.server.communities;

import carapace.protocol.record.PostLabel;
import java.util.List;

/// Labels as the database has them: colour, blank, name.
final class Labels {

    private static final int NAME_AT = 8;

    private Labels() {}

    static PostLabel label(String stored) {
        return new PostLabel(stored.substring(NAME_AT), stored.substring(0, NAME_AT - 1));
    }

    static List<String> stored(List<PostLabel> labels) {
        return labels.stream().map(label -> label.color() + " " + label.name()).toList();
    }
}
