package carapace.drills.injection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the inspection of one opened page found.
///
/// @param type media type as the browser took it; empty when it showed nothing
/// @param next address of the next page of a list, or empty
record Look(String type, List<Shown> shown, List<Sighting> flaws, String next) {

    private static final Look NOTHING = new Look("", List.of(), List.of(), "");
    private static final String INSPECT = Scripts.read("inspect.js");

    /// A payload's text on the page.
    ///
    /// @param marked whether a mark stands beside it for something that nobody would see
    record Shown(int payload, String field, boolean marked) {}

    Look {
        shown = List.copyOf(shown);
        flaws = List.copyOf(flaws);
    }

    /// Opens a page, waits for what happens in it, and inspects it.
    static Look at(Tab tab, String url) throws Exception {
        var look = NOTHING;
        try {
            if (tab.open(url)) {
                look = of(DevTools.parse(tab.evaluate(INSPECT).asString()));
            }
        } catch (IOException gone) {
            // A page that leaves by itself cannot be inspected, and has done enough.
            if (tab.sightings().isEmpty()) {
                throw gone;
            }
        }
        var flaws = new ArrayList<>(look.flaws());
        flaws.addAll(tab.sightings());
        return new Look(look.type(), look.shown(), flaws, look.next());
    }

    private static Look of(JsonNode answer) {
        var shown = new ArrayList<Shown>();
        for (var text : answer.path("shown")) {
            shown.add(
                    new Shown(
                            text.path("payload").asInt(),
                            text.path("field").asString(),
                            text.path("marked").asBoolean()));
        }
        var flaws = new ArrayList<Sighting>();
        for (var flaw : answer.path("flaws")) {
            flaws.add(new Sighting(flaw.path("about").asInt(), flaw.path("what").asString()));
        }
        return new Look(
                answer.path("type").asString(), shown, flaws, answer.path("next").asString());
    }

    /// {@return flaws by the number of the payload that they are laid to}
    Map<Integer, List<String>> flawsByPayload() {
        var byPayload = new HashMap<Integer, List<String>>();
        for (var flaw : flaws) {
            byPayload.computeIfAbsent(flaw.payload(), number -> new ArrayList<>()).add(flaw.what());
        }
        return byPayload;
    }
}
