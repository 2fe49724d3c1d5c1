package carapace.server.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Set;

/// The files of a vault: `master.key` in clear, mode 0600, and the keysets that it wraps.
final class VaultFiles {

    private static final String MASTER = "master.key";
    private static final long FILE_BYTES_MAX = 64L << 10;
    private static final Set<PosixFilePermission> FILE_MODE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_MODE =
            PosixFilePermissions.fromString("rwx------");

    private final Path dir;
    private final Aead master;

    private VaultFiles(Path dir, Aead master) {
        this.dir = dir;
        this.master = master;
    }

    /// {@return whether any part of a vault lies there}
    static boolean present(Path dir) {
        return Files.exists(dir.resolve(MASTER), LinkOption.NOFOLLOW_LINKS)
                || java.util.Arrays.stream(VaultKeyset.values())
                        .anyMatch(keyset -> Files.exists(dir.resolve(keyset.file())));
    }

    static VaultFiles open(Path dir) {
        requireOurs(dir, "the vault's folder", "0700");
        var text = text(dir, MASTER);
        try {
            var keyset =
                    TinkJsonProtoKeysetFormat.parseKeyset(
                            text, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
            return new VaultFiles(dir, keyset.getPrimitive(AeadConfig2026.get(), Aead.class));
        } catch (GeneralSecurityException e) {
            throw new VaultException(
                    "%s is not a master key: bring it back from your copy"
                            .formatted(dir.resolve(MASTER)),
                    e);
        }
    }

    KeysetHandle read(VaultKeyset keyset) {
        var text = text(dir, keyset.file());
        try {
            return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
                    text, master, keyset.label(), keyset.configuration());
        } catch (GeneralSecurityException e) {
            throw new VaultException(
                    "%s does not open with %s: the two do not belong together, or one was changed"
                            .formatted(dir.resolve(keyset.file()), MASTER),
                    e);
        }
    }

    /// Makes all files beside their place and moves the folder there at once: a vault is whole or
    /// not there.
    static void create(Path dir) {
        if (Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
            throw new VaultException("%s is there already".formatted(dir));
        }
        try {
            var parent = Files.createDirectories(dir.toAbsolutePath().getParent());
            var fresh = Files.createTempDirectory(parent, "vault.new", mode(FOLDER_MODE));
            var master =
                    KeysetHandle.generateNew(
                            PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
            write(
                    fresh,
                    MASTER,
                    TinkJsonProtoKeysetFormat.serializeKeyset(
                            master, AeadConfig2026.get(), InsecureSecretKeyAccess.get()));
            var wrapping = master.getPrimitive(AeadConfig2026.get(), Aead.class);
            for (var keyset : VaultKeyset.values()) {
                write(
                        fresh,
                        keyset.file(),
                        TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                                keyset.generate(),
                                wrapping,
                                keyset.label(),
                                keyset.configuration()));
            }
            Files.move(fresh, dir, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | GeneralSecurityException e) {
            throw new VaultException(
                    "cannot make a vault in %s: %s".formatted(dir, e.getMessage()), e);
        }
    }

    private static void write(Path dir, String name, String text) throws IOException {
        var file = Files.createFile(dir.resolve(name), mode(FILE_MODE));
        // On disk before anything is sealed with it.
        Files.writeString(file, text, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(Set<PosixFilePermission> mode) {
        return PosixFilePermissions.asFileAttribute(mode);
    }

    private static String text(Path dir, String name) {
        var file = dir.resolve(name);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new VaultException("%s is missing: bring it back from your copy".formatted(file));
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new VaultException("%s must be a file, not a link or folder".formatted(file));
        }
        requireOurs(file, "the vault's file", "0600");
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new VaultException("%s is too large to be a keyset".formatted(file));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new VaultException("cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void requireOurs(Path path, String what, String mode) {
        try {
            var owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (!owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
                throw new VaultException(
                        ("%s %s belongs to another user (number %s): chown it to the user that runs"
                                        + " the server")
                                .formatted(what, path, owner));
            }
            var granted = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
            if (!FOLDER_MODE.containsAll(granted)) {
                throw new VaultException(
                        ("others can read %s %s (%s): chmod %s %s, and think about who may have"
                                        + " copied it")
                                .formatted(
                                        what,
                                        path,
                                        PosixFilePermissions.toString(granted),
                                        mode,
                                        path));
            }
        } catch (IOException e) {
            throw new VaultException(
                    "cannot open %s %s: %s".formatted(what, path, e.getMessage()), e);
        }
    }
}
