package carapace.protocol.vectors;

import carapace.protocol.json.JsonValue.JsonObject;
import carapace.protocol.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of `vectors/` as they are made, by path below that folder.
final class VectorSet {

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    /// {@return all files; the same whenever and wherever it is asked}
    static SortedMap<String, byte[]> all() {
        var set = new VectorSet();
        GoodRecords.addTo(set);
        BadRecords.addTo(set);
        BadBodies.addTo(set);
        ChainFiles.addTo(set);
        ReceiptFiles.addTo(set);
        KeyFiles.addTo(set);
        SignatureFiles.addTo(set);
        JsonFiles.addTo(set);
        return Collections.unmodifiableSortedMap(set.files);
    }

    void add(String path, byte[] bytes) {
        if (files.put(path, bytes) != null) {
            throw new AssertionError("two vectors at " + path);
        }
    }

    void add(String path, String text) {
        add(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds a JSON object, one member a line.
    void add(String path, JsonWriter json) {
        add(path, lines(json.object()));
    }

    private static String lines(JsonObject object) {
        var lines = new StringBuilder();
        var separator = "{\n  ";
        for (var member : object.members().entrySet()) {
            var name = new JsonWriter().value(member.getKey(), member.getValue()).write();
            var colon = name.indexOf("\":") + 2;
            lines.append(separator).append(name, 1, colon).append(' ');
            lines.append(name, colon, name.length() - 1);
            separator = ",\n  ";
        }
        return lines.append("\n}\n").toString();
    }
}
