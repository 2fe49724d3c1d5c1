package carapace.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A text file of the project.
///
/// @param path from the project's root
record Source(Path path, String text) {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");

    boolean isTest() {
        return path.toString().contains("src/test/");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    /// {@return all files of the project, built ones apart, from its root}
    static List<Path> files() {
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(
                    ROOT,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            return NOT_OURS.contains(folder.getFileName().toString())
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            files.add(ROOT.relativize(file));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream().sorted().toList();
    }

    /// {@return all files of the project whose names end so}
    static List<Source> all(String... suffixes) {
        return files().stream()
                .filter(file -> List.of(suffixes).stream().anyMatch(file.toString()::endsWith))
                .map(Source::of)
                .toList();
    }

    /// {@return the Java sources of the server and all other modules without their tests}
    static List<Source> production() {
        return all(".java").stream().filter(source -> !source.isTest()).toList();
    }

    /// @param path from the project's root
    static Source of(Path path) {
        try {
            return new Source(path, Files.readString(ROOT.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
