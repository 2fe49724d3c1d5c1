package carapace.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {

    private static final SealedRow ROW = row("ada", 3, "ACTIVE");

    private final Path folder;
    private final Path dir;
    private final Vault vault;

    VaultTest(@TempDir Path folder) {
        this.folder = folder;
        this.dir = folder.resolve("vault");
        this.vault = Vault.create(dir);
    }

    private static SealedRow row(String key, long version, String status) {
        return SealedRow.of("agents.authority", key)
                .version(version)
                .text("status", status)
                .bytes("signing", new byte[] {1, 2})
                .number("budget", 10L)
                .flag("frozen", false)
                .time("created", Instant.EPOCH);
    }

    @Test
    void isTheSameWhenOpenedAgain() {
        var again = Vault.open(dir);
        assertThat(again.holds(ROW, vault.seal(ROW))).isTrue();
        assertThat(again.password("carapace_app")).isEqualTo(vault.password("carapace_app"));
        assertThat(again.derive("x", 32)).isEqualTo(vault.derive("x", 32));
        assertThat(again.serverKey().publicKey()).isEqualTo(vault.serverKey().publicKey());
        assertThat(again.origin()).isEqualTo(vault.origin()).matches("carapace-[a-z2-7]{12}");
    }

    @Test
    void sharesNothingWithAnotherVault() {
        var other = Vault.create(folder.resolve("other"));
        assertThat(other.holds(ROW, vault.seal(ROW))).isFalse();
        assertThat(other.password("carapace_app")).isNotEqualTo(vault.password("carapace_app"));
        assertThat(other.derive("x", 32)).isNotEqualTo(vault.derive("x", 32));
        assertThat(other.origin()).isNotEqualTo(vault.origin());
    }

    @Test
    void aSealFitsOneRowOnly() {
        var seal = vault.seal(ROW);
        assertThat(vault.holds(ROW, seal)).isTrue();
        assertThat(vault.holds(row("bob", 3, "ACTIVE"), seal)).isFalse();
        assertThat(vault.holds(row("ada", 2, "ACTIVE"), seal)).isFalse();
        assertThat(vault.holds(row("ada", 3, "FROZEN"), seal)).isFalse();
        assertThat(vault.holds(ROW.flag("more", true), seal)).isFalse();
        assertThat(vault.holds(ROW, new Seal(new byte[37]))).isFalse();
        assertThat(vault.holds(ROW, new Seal(new byte[0]))).isFalse();
    }

    @Test
    void bytesCannotMoveBetweenColumns() {
        var one = SealedRow.of("t", "k").text("a", "x").text("b", "yz");
        var other = SealedRow.of("t", "k").text("a", "xy").text("b", "z");
        assertThat(vault.holds(other, vault.seal(one))).isFalse();
        var empty = SealedRow.of("t", "k").text("a", "");
        var missing = SealedRow.of("t", "k").text("a", null);
        assertThat(vault.holds(missing, vault.seal(empty))).isFalse();
        var swapped = SealedRow.of("tk", "").text("a", "");
        assertThat(vault.holds(swapped, vault.seal(empty))).isFalse();
    }

    @Test
    void theServerKeySigns() {
        var message = "receipt".getBytes(StandardCharsets.UTF_8);
        var key = vault.serverKey();
        assertThat(key.publicKey().verify(message, key.sign(message))).isTrue();
    }

    @Test
    void derivedSecretsAreAsLongAsAskedAndApart() {
        assertThat(vault.derive("x", 64)).hasSize(64);
        assertThat(vault.derive("x", 32)).isNotEqualTo(vault.derive("y", 32));
        assertThat(vault.password("x")).hasSize(43);
        assertThatThrownBy(() -> vault.derive("x", 65))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void personalDataOpensInItsPlaceOnly() {
        var plain = "owner@example.org".getBytes(StandardCharsets.UTF_8);
        var sealed = vault.encryptPersonal(plain, "owner 1");
        try (var opened = vault.decryptPersonal(sealed, "owner 1")) {
            assertThat(opened.matches(plain)).isTrue();
            assertThat(opened).hasToString("Secret[hidden]");
        }
        assertThatThrownBy(() -> vault.decryptPersonal(sealed, "owner 2"))
                .isInstanceOf(VaultException.class);
    }

    @Test
    void aClosedSecretIsGone() {
        var bytes = new byte[] {1, 2, 3};
        var secret = Secret.owning(bytes);
        secret.close();
        assertThat(bytes).containsOnly(0);
        assertThat(secret.matches(new byte[3])).isFalse();
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw---x---"})
    void refusesAFileThatOthersReach(String mode) throws IOException {
        for (var file : new String[] {"master.key", "seals.json"}) {
            Files.setPosixFilePermissions(dir.resolve(file), PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> Vault.open(dir))
                    .isInstanceOf(VaultException.class)
                    .hasMessageContaining(file)
                    .hasMessageContaining("chmod 0600");
            Files.setPosixFilePermissions(
                    dir.resolve(file), PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void refusesAFolderThatOthersReach() throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> Vault.open(dir)).hasMessageContaining("chmod 0700");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "master.key",
                "seals.json",
                "secrets.json",
                "server-key.json",
                "personal-data.json"
            })
    void refusesWhenAFileIsMissing(String file) throws IOException {
        Files.delete(dir.resolve(file));
        assertThatThrownBy(() -> Vault.openOrCreate(dir, true))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining(file + " is missing");
        assertThatThrownBy(() -> Vault.openOrCreate(dir, false))
                .hasMessageContaining(file + " is missing");
    }

    @Test
    void refusesToInventAVaultForAnExistingDatabase() {
        assertThatThrownBy(() -> Vault.openOrCreate(folder.resolve("gone"), true))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("there is a database but no vault");
        assertThat(Vault.openOrCreate(folder.resolve("new"), false)).isNotNull();
    }

    @Test
    void refusesTheMasterKeyOfAnotherVault() throws IOException {
        Vault.create(folder.resolve("other"));
        replace("other/master.key", "vault/master.key");
        assertThatThrownBy(() -> Vault.open(dir))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("does not open with master.key");
    }

    @Test
    void refusesAKeysetInThePlaceOfAnother() throws IOException {
        replace("vault/secrets.json", "vault/seals.json");
        assertThatThrownBy(() -> Vault.open(dir)).hasMessageContaining("seals.json");
    }

    @Test
    void refusesGarbageAndLinks() throws IOException {
        var master = dir.resolve("master.key");
        Files.writeString(master, "{}");
        assertThatThrownBy(() -> Vault.open(dir)).hasMessageContaining("not a master key");
        Files.delete(master);
        Files.createSymbolicLink(master, folder.resolve("elsewhere"));
        assertThatThrownBy(() -> Vault.open(dir)).hasMessageContaining("not a link");
    }

    @Test
    void refusesTheFilesOfAnotherUser() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can give files away");
        Files.setAttribute(dir.resolve("master.key"), "unix:uid", 12_345);
        assertThatThrownBy(() -> Vault.open(dir)).hasMessageContaining("another user");
    }

    @Test
    void refusesToOverwrite() {
        assertThatThrownBy(() -> Vault.create(dir)).hasMessageContaining("there already");
    }

    private void replace(String from, String to) throws IOException {
        Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }
}
