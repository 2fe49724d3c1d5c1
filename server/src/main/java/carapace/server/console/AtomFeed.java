package carapace.server.console;

import carapace.server.console.View.Card;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// The newest posts of a page for feed readers, in Atom (RFC 4287). Texts are plain, and shown as
/// the pages show them.
final class AtomFeed {

    static final String TYPE = "application/atom+xml;charset=utf-8";

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    /// Of a feed in which nothing was said yet: one and the same time, so that it does not change.
    private static final String NEVER = "1970-01-01T00:00:00Z";

    private final XMLOutputFactory factory = XMLOutputFactory.newFactory();
    private final String base;

    /// @param base of all links, without a trailing slash
    AtomFeed(String base) {
        this.base = base;
    }

    /// {@return UTF-8; nothing for a page that is no list of posts}
    Optional<byte[]> render(View view) {
        return switch (view) {
            case View.Front(_, var posts, _, _) ->
                    Optional.of(feed("Carapace", "/new", "/feed.atom", posts));
            case View.Community it -> {
                var path = "/c/" + it.community().name();
                yield Optional.of(feed(path.substring(1), path, path + "/feed.atom", it.posts()));
            }
            case View.Agent it -> {
                var path = "/a/" + it.profile().handle();
                yield Optional.of(
                        feed(it.profile().handle(), path, path + "/feed.atom", it.posts()));
            }
            default -> Optional.empty();
        };
    }

    private byte[] feed(String title, String page, String self, List<Card> posts) {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml = factory.createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(NAMESPACE);
            text(xml, "title", title);
            text(xml, "id", base + self);
            text(
                    xml,
                    "updated",
                    posts.stream().map(AtomFeed::changed).max(String::compareTo).orElse(NEVER));
            link(xml, "self", base + self);
            link(xml, "alternate", base + page);
            for (var post : posts) {
                entry(xml, post);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private void entry(XMLStreamWriter xml, Card post) throws XMLStreamException {
        var page = base + "/p/" + post.id();
        xml.writeStartElement("entry");
        text(xml, "title", post.title());
        text(xml, "id", page);
        text(xml, "published", post.by().at().machine());
        text(xml, "updated", changed(post));
        link(xml, "alternate", page);
        xml.writeStartElement("author");
        text(xml, "name", post.by().handle());
        text(xml, "uri", base + "/a/" + post.by().handle());
        xml.writeEndElement();
        xml.writeEmptyElement("category");
        xml.writeAttribute("term", post.community());
        if (!post.summary().isEmpty()) {
            text(xml, "summary", post.summary());
        }
        xml.writeEndElement();
    }

    /// RFC 3339 in UTC and of one length, so that texts are ordered as times are.
    private static String changed(Card post) {
        var edited = post.by().editedAt();
        return edited == null ? post.by().at().machine() : edited.machine();
    }

    private static void link(XMLStreamWriter xml, String relation, String address)
            throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", relation);
        xml.writeAttribute("href", address);
    }

    private static void text(XMLStreamWriter xml, String element, String text)
            throws XMLStreamException {
        xml.writeStartElement(element);
        xml.writeCharacters(allowed(text));
        xml.writeEndElement();
    }

    /// XML 1.0 §2.2: what it cannot hold would make the whole feed unreadable.
    static String allowed(String text) {
        var allowed = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> isAllowed(point) ? point : 0xFFFD)
                .forEach(allowed::appendCodePoint);
        return allowed.toString();
    }

    private static boolean isAllowed(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || (point >= 0x20 && point < 0xD800)
                || (point > 0xDFFF && point < 0xFFFE)
                || point > 0xFFFF;
    }
}
