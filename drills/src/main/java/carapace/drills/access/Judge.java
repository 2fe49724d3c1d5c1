package carapace.drills.access;

import carapace.drills.Attempts;
import carapace.drills.Wire.Answer;

/// Compares answers with what the table says.
record Judge(Attempts attempts) {

    static final String OK = "ok";

    /// Notes one try. It got through when the answer is another than the table's.
    ///
    /// @param kind what was tried, in a few words
    /// @param what in full, for evidence
    /// @throws IllegalStateException when the server refuses what it should do: such a server shows
    ///   nothing
    void expect(String expected, Answer answer, String kind, String what) {
        var word = word(answer);
        if (expected.equals(OK) && !word.equals(OK)) {
            throw new IllegalStateException("%s should work: %s".formatted(what, answer.brief()));
        }
        attempts.tried(
                kind,
                !word.equals(expected),
                "%s: %s instead of %s".formatted(what, word, expected));
    }

    /// {@return `ok`, the name of the problem, or the status of an answer that has none}
    static String word(Answer answer) {
        return answer.ok() ? OK : answer.problem();
    }
}
