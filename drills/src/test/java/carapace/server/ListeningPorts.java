package carapace.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// The TCP ports on which processes of this machine listen, as Linux tells them.
final class ListeningPorts {

    private static final String LISTENING = "0A";

    private ListeningPorts() {}

    /// @param processes ids, or `self`
    static List<Integer> of(String... processes) throws IOException {
        var inodes = new HashSet<String>();
        for (var process : processes) {
            try (var files = Files.list(Path.of("/proc", process, "fd"))) {
                for (var file : files.toList()) {
                    inodes.add(target(file));
                }
            }
        }
        var ports = new ArrayList<Integer>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (var line : Files.readAllLines(Path.of(table))) {
                var columns = line.strip().split("\\s+", -1);
                if (columns.length > 9
                        && columns[3].equals(LISTENING)
                        && inodes.contains("socket:[%s]".formatted(columns[9]))) {
                    var address = columns[1];
                    ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
                }
            }
        }
        return ports;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
