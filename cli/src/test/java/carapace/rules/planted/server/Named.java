package carapace.rules.planted.server;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/// Names, good and bad.
public final class Named {

    private Named() {}

    public static final class KeyManager {}

    public static final class KeyImpl {}

    public static final class KeyUtils {}

    public static final class Imprint {}

    @RestController
    public static final class NoteEndpoints {}

    @Controller
    public static final class NoteController {}

    public static final class SilentEndpoints {}

    public record NoteWritten(long id) {}

    public record WriteNote(long id) {}

    public static final class NoteErased {}
}
