package carapace.server.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/// Folders that belong to us alone: mode 0700, our user, no symbolic link.
final class FolderRights {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> OTHERS_WRITE =
            PosixFilePermissions.fromString("----w--w-");

    private FolderRights() {}

    /// As [#ours], for a folder whose contents look after themselves: others may look into one that
    /// the operator made, but not write to it.
    static Path closedToWriters(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return ours(folder);
        }
        try {
            requireFolderOfThisUser(folder);
            if (Files.getPosixFilePermissions(folder).stream().anyMatch(OTHERS_WRITE::contains)) {
                throw new DatabaseRefused(
                        "others can write to %s: chmod go-w %s".formatted(folder, folder));
            }
            return folder;
        } catch (IOException e) {
            throw new DatabaseRefused(
                    "cannot use the folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// Makes the folder unless it is there, and insists on its rights: in a folder like `/tmp`
    /// somebody else may have made it first.
    static Path ours(Path folder) {
        try {
            if (folder.getParent() != null) {
                Files.createDirectories(folder.getParent());
            }
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (FileAlreadyExistsException e) {
                requireOurs(folder);
            }
            return folder;
        } catch (IOException e) {
            throw new DatabaseRefused(
                    "cannot use the folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /// The user's cache folder, or one below `data` for a user without a home.
    static Path cache(Path data) {
        var configured = System.getenv("XDG_CACHE_HOME");
        var base =
                configured == null || configured.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(configured);
        var cache = base.resolve("carapace");
        try {
            Files.createDirectories(cache);
            return isOurs(cache) && Files.isWritable(cache) ? cache : data.resolve("cache");
        } catch (IOException e) {
            return data.resolve("cache");
        }
    }

    static boolean isRoot() {
        return ourUser() == 0;
    }

    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void requireFolderOfThisUser(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isOurs(folder)) {
            throw new DatabaseRefused(
                    "%s is not a folder of this user: remove it".formatted(folder));
        }
    }

    private static void requireOurs(Path folder) throws IOException {
        requireFolderOfThisUser(folder);
        if (!Files.getPosixFilePermissions(folder).equals(OWNER_ONLY)) {
            throw new DatabaseRefused(
                    "others can look into %s: chmod 0700 %s".formatted(folder, folder));
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(ourUser());
    }

    private static int ourUser() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new DatabaseRefused("cannot tell which user this is: " + e.getMessage(), e);
        }
    }
}
