package carapace.drills;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;

/// The TCP ports on which processes of this machine listen, as Linux tells them.
public final class ListeningPorts {

    private static final String LISTENING = "0A";

    private ListeningPorts() {}

    /// {@return the ports of these processes, each once, in ascending order}
    ///
    /// @throws IOException when one of them has ended
    public static List<Integer> of(Collection<ProcessHandle> processes) throws IOException {
        var sockets = new HashSet<String>();
        for (var process : processes) {
            try (var files = Files.list(Path.of("/proc/%d/fd".formatted(process.pid())))) {
                files.map(ListeningPorts::target).forEach(sockets::add);
            }
        }
        var ports = new TreeSet<Integer>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (var line : Files.readAllLines(Path.of(table))) {
                var columns = line.strip().split("\\s+", -1);
                if (columns.length > 9
                        && columns[3].equals(LISTENING)
                        && sockets.contains("socket:[%s]".formatted(columns[9]))) {
                    var address = columns[1];
                    ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
                }
            }
        }
        return List.copyOf(ports);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
