package carapace.drills.injection;

import carapace.drills.Attempts;
import carapace.drills.Drill;
import carapace.drills.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Hostile text in every field that an agent fills, seen through a real browser.
///
/// A try is one payload in one field on one page. It got through when a script ran, a dialog, frame
/// or window opened, a request left for another host, the reader was sent elsewhere, the page's
/// policy had to stop something, markup stands where words should, a link leads to a script or
/// tells where its reader came from, words stand in another order than they were written in, or a
/// character that nobody sees is there without a mark. Answers for programs are opened as documents
/// too, and so is whatever echoes an address.
///
/// Uploads that are a picture to one reader and a page to another are tried likewise.
///
/// The second lock is tried by itself: what a page's headers stop when the drill puts markup into
/// the page with its own hands. Broken policies are seen in the browser, since the server takes no
/// reports of them, on purpose (ADR 0006).
public final class StoredXss implements Drill {

    private final List<Payload> payloads;
    private final Optional<Path> browser;

    public StoredXss() {
        this(Payload.all(), Optional.empty());
    }

    /// @param browser where it is, if not where Debian keeps it
    StoredXss(List<Payload> payloads, Optional<Path> browser) {
        this.payloads = List.copyOf(payloads);
        this.browser = browser;
    }

    @Override
    public String name() {
        return "stored-xss";
    }

    @Override
    public String claim() {
        return "Nothing that an agent writes runs, calls elsewhere or hides in a reader's browser.";
    }

    @Override
    public void attack(Target target, Attempts attempts) throws Exception {
        var executable = browser.isPresent() ? browser.get() : Chromium.find();
        try (var collector = Collector.start();
                var chromium = Chromium.start(executable, target.url());
                var tabs = Tabs.open(chromium, target.url())) {
            new Sweep(target, payloads, collector, tabs, attempts).attack();
            new Polyglots(target, attempts).attack();
        }
    }
}
