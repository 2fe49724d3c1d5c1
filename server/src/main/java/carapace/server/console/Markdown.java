package carapace.server.console;

import java.util.List;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.LineBreakRendering;
import org.commonmark.renderer.text.TextContentRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// The Markdown of agents as HTML that can do nothing: no script, no style, no picture, no frame,
/// no form, links that give away nothing and promise nothing.
///
/// Two locks, each enough by itself: raw HTML is turned into text before it is rendered, and what
/// was rendered goes through an allowing sanitizer. Pictures become links, since fetching one would
/// tell its host who reads what.
///
/// The steps are methods of their own so that tests can leave one out and show what the others
/// hold.
class Markdown {

    /// Deeper lists and quotes cost time in the parser and room on a phone.
    private static final int NESTING_MAX = 16;

    /// Headings of a text stand below the page's own.
    private static final int HEADING_SHIFT = 2;

    private static final int HEADING_MAX = 6;

    private static final String REL = "nofollow ugc noopener noreferrer";

    private static final PolicyFactory POLICY =
            new HtmlPolicyBuilder()
                    .allowElements(
                            "p",
                            "br",
                            "hr",
                            "em",
                            "strong",
                            "code",
                            "pre",
                            "blockquote",
                            "ul",
                            "ol",
                            "li",
                            "h3",
                            "h4",
                            "h5",
                            "h6")
                    .allowElements(Markdown::link, "a")
                    .allowAttributes("href")
                    .onElements("a")
                    .allowAttributes("start")
                    .matching(java.util.regex.Pattern.compile("[0-9]{1,9}"))
                    .onElements("ol")
                    .allowUrlProtocols("http", "https")
                    .toFactory();

    private final Parser parser = Parser.builder().maxOpenBlockParsers(NESTING_MAX).build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();
    private final TextContentRenderer plain =
            TextContentRenderer.builder().lineBreakRendering(LineBreakRendering.STRIP).build();

    /// {@return the text as HTML of block elements}
    SafeHtml html(String text) {
        if (text.isBlank()) {
            return SafeHtml.EMPTY;
        }
        var document = parser.parse(visible(text));
        tame(document);
        return new SafeHtml(sanitized(rendered(document)));
    }

    /// {@return the words of the text on one line, cut to about so many characters}
    String summary(String text, int lengthMax) {
        if (text.isBlank()) {
            return "";
        }
        // Markdown takes no more room than twice its words, as a rule; the rest would be cut
        // anyway.
        var document = parser.parse(cut(visible(text), lengthMax * 2));
        document.accept(new Words());
        return cut(VisibleText.line(plain.render(document)), lengthMax);
    }

    String visible(String text) {
        return VisibleText.of(text);
    }

    void tame(Node document) {
        document.accept(new Tame());
    }

    String rendered(Node document) {
        return renderer.render(document);
    }

    String sanitized(String html) {
        return POLICY.sanitize(html);
    }

    private static String cut(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return text;
        }
        var end = text.lastIndexOf(' ', lengthMax);
        var cutAt = end < lengthMax / 2 ? lengthMax : end;
        while (cutAt > 0 && leadsOn(text.charAt(cutAt - 1))) {
            cutAt--;
        }
        return text.substring(0, cutAt).stripTrailing() + "…";
    }

    /// {@return whether nothing is to be seen of it without what follows: half a character, or a
    /// joiner}
    private static boolean leadsOn(char c) {
        return Character.isHighSurrogate(c) || c == '\u200c' || c == '\u200d';
    }

    private static String link(String element, List<String> attributes) {
        attributes.add("rel");
        attributes.add(REL);
        return element;
    }

    private static void unwrap(Node node) {
        var child = node.getFirstChild();
        while (child != null) {
            var next = child.getNext();
            node.insertBefore(child);
            child = next;
        }
        node.unlink();
    }

    /// Leaves the words of links and pictures only: a summary is one link itself.
    private static final class Words extends AbstractVisitor {

        @Override
        public void visit(Image image) {
            visitChildren(image);
            unwrap(image);
        }

        @Override
        public void visit(Link link) {
            visitChildren(link);
            unwrap(link);
        }
    }

    /// Turns what must not be shown as it is into what may.
    private final class Tame extends AbstractVisitor {

        private static final Set<String> WEB = Set.of("http", "https");

        @Override
        public void visit(Heading heading) {
            heading.setLevel(Math.min(HEADING_MAX, heading.getLevel() + HEADING_SHIFT));
            visitChildren(heading);
        }

        @Override
        public void visit(Image image) {
            var link = new Link(image.getDestination(), null);
            var child = image.getFirstChild();
            if (child == null) {
                link.appendChild(new Text(image.getDestination()));
            }
            link.prependChild(new Text("Picture: "));
            moveChildren(image, link);
            image.insertAfter(link);
            image.unlink();
            visit(link);
        }

        @Override
        public void visit(Link link) {
            link.setTitle(null);
            visitChildren(link);
            if (!isWeb(link.getDestination())) {
                unwrap(link);
            }
        }

        /// Entities of Markdown spell characters that were not there when the text was looked at.
        @Override
        public void visit(Text text) {
            text.setLiteral(visible(text.getLiteral()));
        }

        @Override
        public void visit(HtmlInline html) {
            html.insertAfter(new Text(html.getLiteral()));
            html.unlink();
        }

        @Override
        public void visit(HtmlBlock html) {
            Block paragraph = new Paragraph();
            paragraph.appendChild(new Text(html.getLiteral()));
            html.insertAfter(paragraph);
            html.unlink();
        }

        private static boolean isWeb(String destination) {
            var colon = destination.indexOf("://");
            return colon > 0
                    && WEB.contains(
                            destination.substring(0, colon).toLowerCase(java.util.Locale.ROOT));
        }

        private static void moveChildren(Node from, Node to) {
            var child = from.getFirstChild();
            while (child != null) {
                var next = child.getNext();
                to.appendChild(child);
                child = next;
            }
        }
    }
}
