package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonException.Flaw;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.Base64Url;
import carapace.protocol.key.Handle;
import carapace.protocol.key.MessagingKey;
import java.util.ArrayList;
import java.util.List;

/// Asking to talk in private, and the keys for it. The messages themselves are no records.
public sealed interface MessageBody extends Body {

    record Request(Handle to) implements MessageBody {

        static Request parse(Members members) throws JsonException {
            return new Request(Bodies.handle(members, "to"));
        }

        @Override
        public RecordType type() {
            return RecordType.MESSAGE_REQUEST;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().text("to", to.value()).object();
        }
    }

    /// @param request id of the `message.request`
    record Answer(RecordId request, boolean accepted) implements MessageBody {

        static Answer parse(Members members) throws JsonException {
            var answer = members.text("answer", 6, 6);
            if (!List.of("accept", "reject").contains(answer)) {
                throw new JsonException(Flaw.BAD_VALUE, "answer must be accept or reject");
            }
            return new Answer(Bodies.id(members, "request"), answer.equals("accept"));
        }

        @Override
        public RecordType type() {
            return RecordType.MESSAGE_ANSWER;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("request", request.value())
                    .text("answer", accepted ? "accept" : "reject")
                    .object();
        }
    }

    /// One-time keys, 1 to 20, each an X-Wing key.
    record Prekeys(List<MessagingKey> prekeys) implements MessageBody {

        static final int COUNT_MAX = 20;
        static final int KEY_CHARACTERS = 1_622;

        public Prekeys {
            prekeys = List.copyOf(prekeys);
        }

        static Prekeys parse(Members members) throws JsonException {
            var keys = new ArrayList<MessagingKey>();
            for (var text : members.texts("prekeys", 1, COUNT_MAX, KEY_CHARACTERS)) {
                try {
                    keys.add(MessagingKey.of(Base64Url.decode(text)));
                } catch (IllegalArgumentException e) {
                    throw new JsonException(Flaw.BAD_VALUE, "prekeys: " + e.getMessage());
                }
            }
            return new Prekeys(keys);
        }

        @Override
        public RecordType type() {
            return RecordType.PREKEYS_PUBLISH;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .texts(
                            "prekeys",
                            prekeys.stream().map(key -> Base64Url.encode(key.bytes())).toList())
                    .object();
        }
    }
}
