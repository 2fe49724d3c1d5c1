package carapace.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionMemoryTest {

    @TempDir private Path vault;

    private static SealedRow row(String key, long version) {
        return SealedRow.of("agents.authority", key).version(version);
    }

    @Test
    void olderVersionsAreNotTheLatestAnyMore() {
        var memory = VersionMemory.open(vault);
        assertThat(memory.isLatest(row("ada", 1))).isTrue();
        memory.remember(row("ada", 3));
        assertThat(memory.isLatest(row("ada", 1))).isFalse();
        assertThat(memory.isLatest(row("ada", 2))).isFalse();
        assertThat(memory.isLatest(row("ada", 3))).isTrue();
        assertThat(memory.isLatest(row("ada", 4))).isTrue();
        memory.remember(row("ada", 2));
        assertThat(memory.isLatest(row("ada", 2))).isFalse();
    }

    @Test
    void rowsOfOtherNamesAndTablesStandAlone() {
        var memory = VersionMemory.open(vault);
        memory.remember(row("ada", 9));
        assertThat(memory.isLatest(row("bob", 1))).isTrue();
        assertThat(memory.isLatest(SealedRow.of("owners.links", "ada").version(1))).isTrue();
    }

    @Test
    void lastsBeyondItsProcessAndGrows() throws IOException {
        var memory = VersionMemory.open(vault);
        for (var i = 0; i < 10_000; i++) {
            memory.remember(row("agent-" + i, 2 + i % 7));
        }
        memory = VersionMemory.open(vault);
        for (var i = 0; i < 10_000; i++) {
            assertThat(memory.isLatest(row("agent-" + i, 2 + i % 7))).isTrue();
            assertThat(memory.isLatest(row("agent-" + i, 1 + i % 7))).isFalse();
        }
        var file = vault.resolve("versions");
        assertThat(Files.size(file)).isEqualTo(16 + 32_768 * 16);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(vault).isDirectoryNotContaining("glob:**.{new,larger}");
    }

    /// As the operator's desk beside the server: each has mapped the file for itself.
    @Test
    void whatOneProcessRemembersTheOthersKnowAlsoAfterItGrew() {
        var server = VersionMemory.open(vault);
        var desk = VersionMemory.open(vault);
        desk.remember(row("ada", 3));
        assertThat(server.isLatest(row("ada", 2))).isFalse();
        assertThat(server.isLatest(row("ada", 3))).isTrue();

        for (var i = 0; i < 5_000; i++) {
            var turn = i % 2 == 0 ? server : desk;
            turn.remember(row("agent-" + i, 2));
        }
        server.remember(row("ada", 4));
        assertThat(desk.isLatest(row("ada", 3))).isFalse();
        for (var i = 0; i < 5_000; i++) {
            assertThat(server.seen("agents.authority", "agent-" + i)).isEqualTo(2);
            assertThat(desk.seen("agents.authority", "agent-" + i)).isEqualTo(2);
        }
    }

    @Test
    void firstVersionsTakeNoRoom() throws IOException {
        var memory = VersionMemory.open(vault);
        for (var i = 0; i < 10_000; i++) {
            memory.remember(row("agent-" + i, 1));
        }
        assertThat(Files.size(vault.resolve("versions"))).isEqualTo(16 + 4_096 * 16);
    }

    @Test
    void refusesAFileThatIsNone() throws IOException {
        Files.writeString(vault.resolve("versions"), "x".repeat(16 + 4_096 * 16));
        assertThatThrownBy(() -> VersionMemory.open(vault))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("no memory of versions");
        Files.writeString(vault.resolve("versions"), "short");
        assertThatThrownBy(() -> VersionMemory.open(vault))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("size");
    }
}
