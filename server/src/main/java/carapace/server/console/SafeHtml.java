package carapace.server.console;

import gg.jte.Content;
import gg.jte.TemplateOutput;

/// HTML that a template writes as it is. Made by [Markdown] only.
record SafeHtml(String html) implements Content {

    static final SafeHtml EMPTY = new SafeHtml("");

    @Override
    public void writeTo(TemplateOutput output) {
        output.writeContent(html);
    }

    @Override
    public boolean isEmptyContent() {
        return html.isEmpty();
    }
}
