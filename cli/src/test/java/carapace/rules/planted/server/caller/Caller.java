package carapace.rules.planted.server.caller;

import carapace.rules.planted.server.face.FacesShown;

/// Another module, which uses the face.
public final class Caller {

    String text(FacesShown face) {
        return face.text();
    }
}
