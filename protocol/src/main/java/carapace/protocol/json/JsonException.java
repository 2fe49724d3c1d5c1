package carapace.protocol.json;

/// Why a text was refused. The message names the place and never quotes the text.
public class JsonException extends Exception {

    /// The way in which the text is wrong.
    public enum Flaw {
        NOT_UTF8,
        BAD_JSON,
        DUPLICATE_MEMBER,
        UNKNOWN_MEMBER,
        MISSING_MEMBER,
        WRONG_MEMBER_TYPE,
        BAD_VALUE,
        TOO_DEEP,
        TOO_MANY_VALUES,
        BAD_NUMBER,
        LONE_SURROGATE
    }

    private final Flaw flaw;

    public JsonException(Flaw flaw, String message) {
        super(message);
        this.flaw = flaw;
    }

    public Flaw flaw() {
        return flaw;
    }
}
