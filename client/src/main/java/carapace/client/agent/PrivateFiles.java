package carapace.client.agent;

import carapace.client.access.CarapaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that nobody but their owner can read, replaced as a whole.
final class PrivateFiles {

    static final Set<PosixFilePermission> FILE_RIGHTS =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_RIGHTS =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITING_OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /// A hundred pending records of 64 KiB.
    private static final long BYTES_MAX = 8L * 1024 * 1024;

    private PrivateFiles() {}

    /// Makes the folder with mode 0700 unless it is there.
    ///
    /// @throws CarapaceException.Home when others could put their own keys into it
    static void prepare(Path folder) {
        try {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_RIGHTS));
            var rights = Files.getPosixFilePermissions(folder);
            if (rights.stream().anyMatch(WRITING_OF_OTHERS::contains)) {
                throw new CarapaceException.Home(
                        "others can write to %s: chmod 700 it".formatted(folder));
            }
        } catch (UnsupportedOperationException e) {
            throw new CarapaceException.Home(
                    "%s is on a file system without owners and modes: keys cannot be kept there"
                            .formatted(folder),
                    e);
        } catch (IOException e) {
            throw new CarapaceException.Home(
                    "cannot use %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    static byte[] read(Path file) {
        try {
            refuseOpen(file);
            if (Files.size(file) > BYTES_MAX) {
                throw new IOException("it is too large");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CarapaceException.Home(
                    "%s is missing: bring back your copy".formatted(file), e);
        } catch (IOException e) {
            throw new CarapaceException.Home(
                    "cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Whoever could read a key has it: tightening the mode in silence would hide that.
    private static void refuseOpen(Path file) throws IOException {
        var rights = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
        if (!FILE_RIGHTS.containsAll(rights)) {
            throw new CarapaceException.Home(
                    "others can read %s: chmod 600 it, then rotate the keys".formatted(file));
        }
    }

    /// Written beside and renamed, so that a crash leaves the old file or the new one; both the
    /// file and its name are on disk when it returns.
    static Path write(Path file, byte[] bytes) {
        var fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            try (var out =
                    FileChannel.open(
                            fresh,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(FILE_RIGHTS))) {
                var rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            syncNames(file.resolveSibling("."));
            return file;
        } catch (IOException e) {
            throw new CarapaceException.Home(
                    "cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void syncNames(Path folder) throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CarapaceException.Home(
                    "cannot delete %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
