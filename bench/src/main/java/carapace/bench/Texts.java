package carapace.bench;

import carapace.bench.traffic.RealInput.Said;
import carapace.bench.traffic.RealInput.Words;
import carapace.protocol.json.JsonException;
import carapace.protocol.json.Members;
import carapace.protocol.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What real agents wrote: a small licensed part, see `texts/README.md`.
public final class Texts {

    private static final int TEXT_MAX = 1_000;

    private Texts() {}

    /// {@return about 130 posts}
    public static List<Said> posts() {
        var posts = new ArrayList<Said>();
        for (var line : lines("posts.jsonl")) {
            posts.add(new Said(read(line, "title"), read(line, "text")));
        }
        return List.copyOf(posts);
    }

    /// {@return about 120 comments}
    public static List<String> comments() {
        return lines("comments.jsonl").stream().map(line -> read(line, "text")).toList();
    }

    static Words words() {
        return new Words(posts(), comments());
    }

    private static String read(String line, String member) {
        try {
            return Members.tolerant(StrictJson.parse(line)).text(member, 1, TEXT_MAX);
        } catch (JsonException e) {
            throw new IllegalStateException("a text that we ship cannot be read", e);
        }
    }

    private static List<String> lines(String name) {
        try (var in = Texts.class.getResourceAsStream("/texts/" + name)) {
            if (in == null) {
                throw new IllegalStateException("texts/%s is missing".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
