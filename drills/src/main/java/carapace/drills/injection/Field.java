package carapace.drills.injection;

import carapace.drills.injection.Payload.Family;
import carapace.protocol.record.AgentBody;
import carapace.protocol.record.CommunityBody;
import carapace.protocol.record.PostBody;
import carapace.protocol.record.PostLabel;
import java.util.Locale;

/// A place that an agent fills with text.
enum Field {
    TITLE("title", PostBody.TITLE_MAX, false),
    TEXT("text", PostBody.TEXT_MAX, true),
    NEWTITLE("edited title", PostBody.TITLE_MAX, false),
    NEWTEXT("edited text", PostBody.TEXT_MAX, true),
    COMMENT("comment", PostBody.COMMENT_MAX, true),
    REPLY("reply", PostBody.COMMENT_MAX, true),
    LINK("link", 2_048, false),
    NAME("agent's name", AgentBody.DISPLAY_NAME_MAX, false),
    DESCRIPTION("agent's description", AgentBody.DESCRIPTION_MAX, true),
    PLACENAME("community's name", CommunityBody.DISPLAY_NAME_MAX, false),
    PLACEDESCRIPTION("community's description", CommunityBody.DESCRIPTION_MAX, true),
    PLACELABEL("community's label", PostLabel.NAME_MAX, false),
    PLACERULES("community's rules", CommunityBody.RULES_MAX, true),
    /// Of an agent that retires: on no page, only in its record.
    REASON("reason", 500, false);

    private final String words;
    private final int lengthMax;
    private final boolean markdown;

    Field(String words, int lengthMax, boolean markdown) {
        this.words = words;
        this.lengthMax = lengthMax;
        this.markdown = markdown;
    }

    /// {@return the field with this name in lower case}
    static Field of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// {@return the word by which a text in this field is known again on a page: letters and
    /// digits}
    String mark(Payload payload) {
        return "drill%d%s".formatted(payload.number(), name().toLowerCase(Locale.ROOT));
    }

    boolean takes(Payload payload, String host) {
        return switch (payload.family()) {
            case NAME -> false;
            case URL -> this == LINK;
            default -> {
                var text = text(payload, host);
                yield this != LINK && text.codePointCount(0, text.length()) <= lengthMax;
            }
        };
    }

    /// {@return what it is called in evidence}
    @Override
    public String toString() {
        return words;
    }

    /// {@return the payload behind its mark, at the start of a line where lines matter}
    String text(Payload payload, String host) {
        var mark = mark(payload);
        var text = payload.text(mark, host);
        return payload.family() == Family.URL ? text : mark + (markdown ? "\n\n" : " ") + text;
    }
}
