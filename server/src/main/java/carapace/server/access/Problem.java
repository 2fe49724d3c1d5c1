package carapace.server.access;

import carapace.protocol.json.JsonValue;
import carapace.protocol.json.JsonValue.JsonNumber;
import carapace.protocol.json.JsonValue.JsonString;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// A refusal as its receiver will read it (RFC 9457). Made by [ProblemType#because].
///
/// @param extensions further members, in order; never one of RFC 9457's own
/// @param retryAfter when trying again may help, if that is known
public record Problem(
        ProblemType type,
        String detail,
        SequencedMap<String, JsonValue> extensions,
        Optional<Duration> retryAfter) {

    public Problem {
        extensions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(extensions));
    }

    Problem(ProblemType type, String detail) {
        this(type, detail, new LinkedHashMap<>(), Optional.empty());
    }

    /// {@return the same problem with one more member}
    public Problem with(String member, String value) {
        return with(member, new JsonString(value));
    }

    /// {@return the same problem with one more member}
    public Problem with(String member, long value) {
        return with(member, new JsonNumber(value));
    }

    private Problem with(String member, JsonValue value) {
        var more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, detail, more, retryAfter);
    }

    /// {@return the same problem with a `Retry-After`, in whole seconds rounded up}
    public Problem retryAfter(Duration wait) {
        return new Problem(type, detail, extensions, Optional.of(wait));
    }
}
