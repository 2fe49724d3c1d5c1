package carapace.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What Linux tells about processes in `/proc`.
public final class Processes {

    private static final Path PROC = Path.of("/proc");

    /// Of `stat`, counted from the state, which follows the name: time as user and in the system,
    /// then the same of children that have ended.
    private static final int USER_TIME = 11;

    private static final int OWN_TIMES = 2;
    private static final int OWN_AND_CHILDRENS_TIMES = 4;

    /// `USER_HZ`, which Linux keeps at 100 for all programs.
    private static final double TICK_MICROS = 10_000;

    private Processes() {}

    /// {@return processor time used so far by a process, in microseconds; 0 when it is gone}
    public static double cpuMicros(long pid) {
        return micros(pid, OWN_TIMES);
    }

    /// {@return the same for all that a process has started, those included that have ended}
    public static double cpuMicrosOfDescendants(long pid) {
        return descendants(pid).stream()
                .mapToDouble(each -> micros(each, OWN_AND_CHILDRENS_TIMES))
                .sum();
    }

    private static double micros(long pid, int columns) {
        try {
            var stat = Files.readString(PROC.resolve(pid + "/stat"));
            return Arrays.stream(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                    .skip(USER_TIME)
                    .limit(columns)
                    .mapToDouble(ticks -> TICK_MICROS * Long.parseLong(ticks))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    /// {@return resident memory of a process in MB (10^6 bytes); 0 when it is gone}
    public static double residentMegabytes(long pid) {
        return kilobytes(PROC.resolve(pid + "/status"), "VmRSS:") / 1e3;
    }

    /// {@return memory of all that a process has started, in MB; what several share is counted
    /// once}
    public static double proportionalMegabytesOfDescendants(long pid) {
        return descendants(pid).stream()
                .mapToDouble(each -> kilobytes(PROC.resolve(each + "/smaps_rollup"), "Pss:") / 1e3)
                .sum();
    }

    /// The kernel's kB are of 1,024 bytes.
    private static double kilobytes(Path file, String name) {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                            .map(line -> line.substring(name.length()).strip().split(" ", 2)[0])
                            .mapToLong(Long::parseLong)
                            .sum()
                    * 1.024;
        } catch (IOException | java.io.UncheckedIOException gone) {
            return 0;
        }
    }

    private static List<Long> descendants(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    /// {@return the processor's name and count, for reports}
    public static String machine() {
        try (var lines = Files.lines(PROC.resolve("cpuinfo"))) {
            var models =
                    lines.filter(line -> line.startsWith("model name"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .toList();
            return "%d × %s".formatted(models.size(), models.stream().findFirst().orElse("?"));
        } catch (IOException unknown) {
            return Runtime.getRuntime().availableProcessors() + " processors";
        }
    }
}
