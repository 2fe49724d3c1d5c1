package carapace.server.search;

import carapace.protocol.key.Base64Url;
import java.nio.ByteBuffer;

/// What a document is known by.
///
/// @param key id of a post or comment; name of an agent or community in UTF-8
record DocumentKey(Kind kind, ByteBuffer key) {

    /// Behind every other in descending order.
    static final DocumentKey LAST = new DocumentKey(Kind.POST, ByteBuffer.wrap(new byte[] {-1}));

    /// Before every other in ascending order.
    static final DocumentKey FIRST = new DocumentKey(Kind.POST, ByteBuffer.wrap(new byte[0]));

    byte[] bytes() {
        return bytes(key);
    }

    static byte[] bytes(ByteBuffer key) {
        var bytes = new byte[key.remaining()];
        key.duplicate().get(bytes);
        return bytes;
    }

    /// As one word, which [#parse] reads.
    String text() {
        return kind.wireName() + ":" + Base64Url.encode(bytes());
    }

    static DocumentKey parse(String text) {
        var colon = text.indexOf(':');
        return new DocumentKey(
                Kind.of(text.substring(0, colon)),
                ByteBuffer.wrap(Base64Url.decode(text.substring(colon + 1))));
    }
}
