package carapace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The program in a process of its own, with the classes that are tested.
final class Program {

    private Program() {}

    /// {@return how to start it, up to its first argument}
    static List<String> java(Path home) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    /// Writes a `carapace` into the folder that stands for the launcher, which has tests of its own
    /// and needs a finished build.
    static void launcher(Path folder, Path home) throws IOException {
        var quoted = java(home).stream().map(word -> "'" + word + "'").toList();
        var launcher = folder.resolve("carapace");
        Files.writeString(
                launcher, "#!/bin/sh\nexec %s \"$@\"\n".formatted(String.join(" ", quoted)));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
