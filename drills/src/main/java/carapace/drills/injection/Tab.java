package carapace.drills.injection;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One tab, which notes whatever happens in it. Used by one thread.
final class Tab {

    private static final Duration LOAD_MAX = Duration.ofSeconds(20);

    /// For a page that leaves by itself: it may never load.
    private static final Duration LEAVING_MAX = Duration.ofSeconds(1);

    /// As narrow as a phone: where there is least room, most breaks.
    private static final int WIDTH = 390;

    private static final int HEIGHT = 800;

    /// Begins the sightings of pages that the reader leaves without wanting to.
    static final String SENT_AWAY = "the reader is sent to ";

    /// Begins the sightings of broken policies.
    static final String VIOLATION = "the policy was violated: ";

    private static final int SIGHTINGS_MAX = 200;

    /// Runs before anything of the page: payloads call `xss`, and the page's policy speaks here.
    private static final String WITNESS =
            """
            window.xss = number => drillSaw('ran ' + number);
            addEventListener('securitypolicyviolation', event => drillSaw(
                'violated ' + event.effectiveDirective + ' by ' + event.blockedURI));
            """;

    private final DevTools devTools;
    private final String session;
    private final String mainFrame;
    private final String server;

    // All guarded by this: written by the thread of the events.
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<String> frames = new ArrayList<>();
    private final Set<String> loaded = new HashSet<>();
    private boolean leaving;

    private Tab(DevTools devTools, String session, String mainFrame, URI server) {
        this.devTools = devTools;
        this.session = session;
        this.mainFrame = mainFrame;
        this.server = server + "/";
    }

    static Tab open(DevTools devTools, URI server) throws IOException, InterruptedException {
        var blank = DevTools.parameters().put("url", "about:blank");
        var target = devTools.call("", "Target.createTarget", blank).path("targetId").asString();
        var attach = DevTools.parameters().put("targetId", target).put("flatten", true);
        var session = devTools.call("", "Target.attachToTarget", attach).path("sessionId");
        var tab = new Tab(devTools, session.asString(), target, server);
        devTools.onEvent(tab.session, tab::happened);
        tab.prepare();
        return tab;
    }

    private void prepare() throws IOException, InterruptedException {
        for (var domain : List.of("Page", "Runtime", "Network", "Audits")) {
            call(domain + ".enable", DevTools.parameters());
        }
        call(
                "Emulation.setDeviceMetricsOverride",
                DevTools.parameters()
                        .put("width", WIDTH)
                        .put("height", HEIGHT)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        call("Page.setLifecycleEventsEnabled", DevTools.parameters().put("enabled", true));
        call("Runtime.addBinding", DevTools.parameters().put("name", "drillSaw"));
        call("Page.addScriptToEvaluateOnNewDocument", DevTools.parameters().put("source", WITNESS));
        var nothing = DevTools.parameters().put("behavior", "deny");
        devTools.call("", "Browser.setDownloadBehavior", nothing);
    }

    /// Opens a page and waits until it has loaded, its frames and pictures included.
    ///
    /// @return whether it is shown; what the browser would save instead is not
    boolean open(String url) throws IOException, InterruptedException {
        forget();
        var answer = call("Page.navigate", DevTools.parameters().put("url", url));
        var failure = answer.path("errorText").asString("");
        if (failure.equals("net::ERR_ABORTED")
                || failure.equals("net::ERR_HTTP_RESPONSE_CODE_FAILURE")) {
            return false;
        }
        if (!failure.isEmpty()) {
            throw new IOException("the browser cannot open %s: %s".formatted(url, failure));
        }
        awaitLoad(answer.path("loaderId").asString(""), url);
        return true;
    }

    /// Runs the drill's own script in the page and waits for what it answers.
    JsonNode evaluate(String script) throws IOException, InterruptedException {
        var parameters =
                DevTools.parameters()
                        .put("expression", script)
                        .put("awaitPromise", true)
                        .put("returnByValue", true);
        var answer = call("Runtime.evaluate", parameters);
        if (answer.has("exceptionDetails")) {
            throw new IOException("the drill's script failed: " + answer.path("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /// {@return what happened since the page was opened}
    synchronized List<Sighting> sightings() {
        return List.copyOf(sightings);
    }

    /// {@return addresses of documents that were shown inside the page}
    synchronized List<String> frames() {
        return List.copyOf(frames);
    }

    private synchronized void forget() {
        sightings.clear();
        frames.clear();
        loaded.clear();
        leaving = false;
    }

    private synchronized void awaitLoad(String loader, String url)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + LOAD_MAX.toNanos();
        while (!loaded.contains(loader)) {
            if (leaving) {
                wait(LEAVING_MAX.toMillis());
                return;
            }
            var left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("a page did not load: " + url);
            }
            wait(left);
        }
    }

    private JsonNode call(String method, ObjectNode parameters)
            throws IOException, InterruptedException {
        return devTools.call(session, method, parameters);
    }

    private void happened(String event, JsonNode details) {
        switch (event) {
            case "Page.lifecycleEvent" -> lived(details);
            case "Audits.issueAdded" -> complained(details.path("issue"));
            case "Runtime.bindingCalled" -> witnessed(details.path("payload").asString(""));
            case "Page.javascriptDialogOpening" -> {
                see(-1, "a dialog: " + details.path("message").asString(""));
                devTools.send(
                        session,
                        "Page.handleJavaScriptDialog",
                        DevTools.parameters().put("accept", false));
            }
            case "Network.requestWillBeSent" -> asked(details.path("request").path("url"));
            case "Page.frameAttached" -> see(-1, "a frame");
            case "Page.windowOpen" -> see(-1, "a window: " + details.path("url").asString(""));
            case "Page.frameRequestedNavigation" -> sentAway(details);
            case "Page.frameNavigated" -> framed(details.path("frame"));
            default -> {}
        }
    }

    private synchronized void lived(JsonNode details) {
        if (details.path("name").asString("").equals("load")) {
            loaded.add(details.path("loaderId").asString(""));
            notifyAll();
        }
    }

    /// The id of a tab is that of its main frame.
    private synchronized void sentAway(JsonNode details) {
        see(-1, SENT_AWAY + details.path("url").asString(""));
        if (details.path("frameId").asString("").equals(mainFrame)) {
            leaving = true;
            notifyAll();
        }
    }

    private void witnessed(String message) {
        var known = message.matches("ran \\d{1,6}");
        see(known ? Integer.parseInt(message.substring(4)) : -1, "script " + message);
    }

    /// What the browser itself tells about a page whose policy had to stop something.
    private void complained(JsonNode issue) {
        if (issue.path("code").asString("").equals("ContentSecurityPolicyIssue")) {
            var why = issue.path("details").path("contentSecurityPolicyIssueDetails");
            see(-1, VIOLATION + why.path("violatedDirective").asString(""));
        }
    }

    private void asked(JsonNode url) {
        var text = url.asString("");
        if (!text.startsWith(server)) {
            var path = text.replaceFirst("^[a-z]+://[^/]*", "");
            see(Collector.number(path), "a request to " + text);
        }
    }

    private synchronized void framed(JsonNode frame) {
        if (frame.has("parentId") && !frame.has("unreachableUrl")) {
            frames.add(frame.path("url").asString(""));
        }
    }

    private synchronized void see(int payload, String what) {
        if (sightings.size() < SIGHTINGS_MAX) {
            sightings.add(new Sighting(payload, what));
        }
    }
}
