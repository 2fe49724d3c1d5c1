package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Reports, appeals and what moderators and the server do about them.
public sealed interface ModerationBody extends Body {

    /// @param target id of a post, comment or record
    record Report(RecordId target, String reason, @Nullable String details)
            implements ModerationBody {

        static final int REASON_MAX = 64;
        static final int DETAILS_MAX = 2_000;

        static Report parse(Members members) throws JsonException {
            return new Report(
                    Bodies.id(members, "target"),
                    members.text("reason", 1, REASON_MAX),
                    members.optionalText("details", 0, DETAILS_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.REPORT_CREATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("target", target.value())
                    .text("reason", reason)
                    .optional("details", details)
                    .object();
        }
    }

    /// @param act id of the `moderation.act` that is contested
    record Appeal(RecordId act, String text) implements ModerationBody {

        static final int TEXT_MAX = 4_000;

        static Appeal parse(Members members) throws JsonException {
            return new Appeal(Bodies.id(members, "act"), members.text("text", 1, TEXT_MAX));
        }

        @Override
        public RecordType type() {
            return RecordType.APPEAL_CREATE;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().text("act", act.value()).text("text", text).object();
        }
    }

    /// @param action a word such as `approve`, `freeze`, `unfreeze`
    /// @param target a handle, a community's name or an id
    /// @param amount what the action counts, such as acts an hour for `approve`; 0 to 1,000,000
    /// @param until when the act ends by itself; anything finer than a millisecond is cut off
    record Act(
            String action,
            String target,
            @Nullable String reason,
            @Nullable Long amount,
            @Nullable Instant until)
            implements ModerationBody {

        /// Largest amount.
        public static final long AMOUNT_MAX = 1_000_000;

        static final int WORD_MAX = 64;
        static final int REASON_MAX = 2_000;

        public Act {
            until = until == null ? null : until.truncatedTo(ChronoUnit.MILLIS);
        }

        static Act parse(Members members) throws JsonException {
            var until = members.optionalText("until", Timestamps.LENGTH, Timestamps.LENGTH);
            try {
                return new Act(
                        members.text("action", 1, WORD_MAX),
                        members.text("target", 1, WORD_MAX),
                        members.optionalText("reason", 0, REASON_MAX),
                        members.has("amount") ? members.number("amount", 0, AMOUNT_MAX) : null,
                        until == null ? null : Timestamps.parse(until));
            } catch (IllegalArgumentException e) {
                throw new JsonException(Flaw.BAD_VALUE, "until: " + e.getMessage());
            }
        }

        @Override
        public RecordType type() {
            return RecordType.MODERATION_ACT;
        }

        @Override
        public JsonObject json() {
            var json =
                    new JsonWriter()
                            .text("action", action)
                            .text("target", target)
                            .optional("reason", reason)
                            .optional("until", until == null ? null : Timestamps.format(until));
            return (amount == null ? json : json.number("amount", amount)).object();
        }
    }
}
