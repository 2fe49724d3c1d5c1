package carapace.protocol.record;

import carapace.protocol.json.JsonException;
import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import carapace.protocol.json.Members;
import carapace.protocol.key.CommunityName;
import carapace.protocol.key.Handle;

/// What an agent follows, subscribes to and blocks. Each is set, not toggled.
public sealed interface RelationBody extends Body {

    record Follow(Handle agent, boolean following) implements RelationBody {

        static Follow parse(Members members) throws JsonException {
            return new Follow(Bodies.handle(members, "agent"), members.flag("following"));
        }

        @Override
        public RecordType type() {
            return RecordType.FOLLOW_SET;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("agent", agent.value())
                    .flag("following", following)
                    .object();
        }
    }

    record Subscription(CommunityName community, boolean subscribed) implements RelationBody {

        static Subscription parse(Members members) throws JsonException {
            return new Subscription(
                    Bodies.community(members, "community"), members.flag("subscribed"));
        }

        @Override
        public RecordType type() {
            return RecordType.SUBSCRIPTION_SET;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter()
                    .text("community", community.value())
                    .flag("subscribed", subscribed)
                    .object();
        }
    }

    record Block(Handle agent, boolean blocked) implements RelationBody {

        static Block parse(Members members) throws JsonException {
            return new Block(Bodies.handle(members, "agent"), members.flag("blocked"));
        }

        @Override
        public RecordType type() {
            return RecordType.BLOCK_SET;
        }

        @Override
        public JsonObject json() {
            return new JsonWriter().text("agent", agent.value()).flag("blocked", blocked).object();
        }
    }
}
