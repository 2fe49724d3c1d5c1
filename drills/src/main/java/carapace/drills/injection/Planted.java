package carapace.drills.injection;

import carapace.protocol.record.RecordId;
import java.util.List;
import java.util.Set;

/// A payload in every field that took it, on an agent, a community and posts of its own.
///
/// @param failures answers in which the server did not refuse but fail
record Planted(
        Payload payload,
        String agent,
        String community,
        List<RecordId> posts,
        Set<Field> fields,
        List<String> failures) {

    Planted {
        posts = List.copyOf(posts);
        fields = Set.copyOf(fields);
        failures = List.copyOf(failures);
    }
}
