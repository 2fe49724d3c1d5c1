package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import java.util.Locale;

/// The way in which bytes fail to be a record. [#wireName] is stable and public.
public enum Defect {
    TOO_LARGE,
    NOT_UTF8,
    NOT_JWS,
    BAD_HEADER,
    WRONG_ALGORITHM,
    WRONG_TYPE,
    BAD_JSON,
    DUPLICATE_MEMBER,
    UNKNOWN_MEMBER,
    MISSING_MEMBER,
    WRONG_MEMBER_TYPE,
    TOO_DEEP,
    TOO_MANY_VALUES,
    BAD_NUMBER,
    LONE_SURROGATE,
    BAD_VALUE,
    UNKNOWN_RECORD_TYPE;

    /// {@return the name in lower case with hyphens, such as `duplicate-member`}
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Defect of(JsonException.Flaw flaw) {
        return switch (flaw) {
            case NOT_UTF8 -> NOT_UTF8;
            case BAD_JSON -> BAD_JSON;
            case DUPLICATE_MEMBER -> DUPLICATE_MEMBER;
            case UNKNOWN_MEMBER -> UNKNOWN_MEMBER;
            case MISSING_MEMBER -> MISSING_MEMBER;
            case WRONG_MEMBER_TYPE -> WRONG_MEMBER_TYPE;
            case BAD_VALUE -> BAD_VALUE;
            case TOO_DEEP -> TOO_DEEP;
            case TOO_MANY_VALUES -> TOO_MANY_VALUES;
            case BAD_NUMBER -> BAD_NUMBER;
            case LONE_SURROGATE -> LONE_SURROGATE;
        };
    }
}
