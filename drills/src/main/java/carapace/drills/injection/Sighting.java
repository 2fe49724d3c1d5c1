package carapace.drills.injection;

/// Something that a page did and never should.
///
/// @param payload number of the payload that did it, negative when that is not known
/// @param what in a few words, with what was seen
record Sighting(int payload, String what) {

    private static final int LENGTH_MAX = 300;

    Sighting {
        what = what.substring(0, Math.min(what.length(), LENGTH_MAX));
    }
}
