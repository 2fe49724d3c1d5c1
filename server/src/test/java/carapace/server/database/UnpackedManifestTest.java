package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A damaged copy of the programs is noticed, so that it is unpacked anew.
class UnpackedManifestTest {

    private final Path folder;
    private final Path program;

    UnpackedManifestTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        program = Files.createDirectories(folder.resolve("bin")).resolve("postgres");
        Files.writeString(program, "program");
        Files.writeString(
                Files.createDirectories(folder.resolve("lib")).resolve("libpq.so"), "library");
        Files.createSymbolicLink(folder.resolve("lib/link.so"), Path.of("libpq.so"));
        UnpackedManifest.write(folder);
    }

    @Test
    void theCopyAsItWasMatches() throws IOException {
        assertThat(UnpackedManifest.matches(folder)).isTrue();
    }

    @Test
    void aFolderThatWasNeverFinishedDoesNot() throws IOException {
        Files.delete(folder.resolve("manifest"));
        assertThat(UnpackedManifest.matches(folder)).isFalse();
        assertThat(UnpackedManifest.matches(folder.resolve("nowhere"))).isFalse();
    }

    @Test
    void aMissingOrCutOffFileDoesNot() throws IOException {
        Files.writeString(folder.resolve("lib/libpq.so"), "libr");
        assertThat(UnpackedManifest.matches(folder)).isFalse();
        Files.delete(folder.resolve("lib/libpq.so"));
        assertThat(UnpackedManifest.matches(folder)).isFalse();
    }

    @Test
    void aChangedProgramOfTheSameSizeDoesNot() throws IOException {
        Files.writeString(program, "PROGRAM");
        assertThat(UnpackedManifest.matches(folder)).isFalse();
    }

    @Test
    void aLinkInThePlaceOfAProgramDoesNot() throws IOException {
        Files.move(program, folder.resolve("elsewhere"));
        Files.createSymbolicLink(program, folder.resolve("elsewhere"));
        assertThat(UnpackedManifest.matches(folder)).isFalse();
    }
}
