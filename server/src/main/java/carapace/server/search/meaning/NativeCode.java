package carapace.server.search.meaning;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/// The native code of ONNX Runtime, unpacked where the server keeps its files of the moment. The
/// library by itself unpacks it into the system's folder for such files, where 16 MB stay behind
/// each time the process is killed, and which may forbid to run what lies there.
final class NativeCode {

    private static final List<String> FILES =
            List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

    private NativeCode() {}

    /// Must come before the library is asked for anything. Where there is none for this machine,
    /// the library tells.
    ///
    /// @param folder made unless it is there
    static void unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var file : FILES) {
            var path = "/ai/onnxruntime/native/%s/%s".formatted(machine(), file);
            try (var packed = OrtEnvironment.class.getResourceAsStream(path)) {
                if (packed == null) {
                    return;
                }
                Files.copy(packed, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        System.setProperty("onnxruntime.native.path", folder.toAbsolutePath().toString());
    }

    private static String machine() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var processor = System.getProperty("os.arch", "");
        return system + "-" + (processor.equals("amd64") ? "x64" : processor);
    }

    /// Once it is loaded, the files may go.
    static void remove(Path folder) throws IOException {
        for (var file : FILES) {
            Files.deleteIfExists(folder.resolve(file));
        }
    }
}
