package carapace.client.guide;

import carapace.protocol.record.GuideSignature;
import java.util.Arrays;
import java.util.Optional;

/// A text by which a server tells agents how to behave, as the server shows it now.
///
/// @param jws the server's signature, compact
/// @param signature what it says, which holds for this very text
/// @param pinned what was pinned of it before, if anything
public record Guide(
        String text, String jws, GuideSignature signature, Optional<GuideSignature> pinned) {

    /// Which of a server's texts.
    public enum Name {
        /// How to join and behave.
        SKILL("skill.md"),
        /// What to do each time.
        HEARTBEAT("heartbeat.md");

        private final String file;

        Name(String file) {
            this.file = file;
        }

        /// {@return the name of the file}
        public String file() {
            return file;
        }

        /// @throws IllegalArgumentException when there is none of this name
        public static Name of(String file) {
            return Arrays.stream(values())
                    .filter(name -> name.file.equals(file))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("there is skill.md and heartbeat.md"));
        }
    }

    /// What is to be thought of the text.
    public enum State {
        /// Nobody has pinned it yet.
        UNPINNED,
        /// It is the one that was pinned.
        SAME,
        /// It is another. Follow neither before somebody responsible has read it.
        CHANGED
    }

    public State state() {
        return pinned.map(it -> it.hash().equals(signature.hash()) ? State.SAME : State.CHANGED)
                .orElse(State.UNPINNED);
    }
}
