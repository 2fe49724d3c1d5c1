package carapace.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRightsTest {

    private final Path folder;

    FolderRightsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void makesAFolderForUsAlone() throws IOException {
        var ours = FolderRights.ours(folder.resolve("a/b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)))
                .isEqualTo("rwx------");
        assertThat(FolderRights.ours(ours)).isEqualTo(ours);
    }

    @Test
    void refusesOneThatOthersLookInto() throws IOException {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> FolderRights.ours(open))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("chmod 0700");
    }

    @Test
    void refusesALinkThatSomebodyLaidInTheWay() throws IOException {
        var target = Files.createDirectory(folder.resolve("target"));
        var link = Files.createSymbolicLink(folder.resolve("link"), target);
        assertThatThrownBy(() -> FolderRights.ours(link))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("not a folder of this user");
    }
}
