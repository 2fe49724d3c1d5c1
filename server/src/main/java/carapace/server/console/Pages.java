package carapace.server.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;

/// Turns a view into the bytes of its page.
final class Pages {

    /// Templates are classes of this package, made at build time.
    private static final String GENERATED = "carapace.server";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, null, GENERATED);
    private final Assets assets;

    Pages(Assets assets) {
        this.assets = assets;
        templates.setBinaryStaticContent(false);
    }

    /// {@return UTF-8}
    byte[] render(View view) {
        var output = new Utf8ByteOutput();
        templates.render(
                "console/" + view.template() + ".jte",
                Map.of("view", view, "assets", assets),
                output);
        return output.toByteArray();
    }
}
