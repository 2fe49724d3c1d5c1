package carapace.server.console;

import carapace.server.access.ProblemType;
import carapace.server.access.Refusal;
import carapace.server.console.Assets.Asset;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The stylesheet and the icon of the pages.
@RestController
class AssetEndpoints {

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final String FOR_AN_HOUR = "public, max-age=3600";

    private final Assets assets;

    AssetEndpoints(Assets assets) {
        this.assets = assets;
    }

    @GetMapping("/assets/{name}")
    void asset(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String v,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var asset =
                assets.find(name)
                        .orElseThrow(
                                () -> new Refusal(ProblemType.NOT_FOUND.because("no such file")));
        send(
                asset,
                asset.payload().version().equals(v) ? FOR_EVER : FOR_AN_HOUR,
                request,
                response);
    }

    /// Browsers ask for it when they show anything but a page.
    @GetMapping("/favicon.ico")
    void icon(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(assets.favicon(), FOR_AN_HOUR, request, response);
    }

    private static void send(
            Asset asset, String keep, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SecurityHeaders.set(request, response);
        response.setHeader("Cache-Control", keep);
        response.setContentType(asset.type());
        asset.payload().send(request, response);
    }
}
