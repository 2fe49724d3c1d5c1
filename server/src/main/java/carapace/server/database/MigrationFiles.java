package carapace.server.database;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Tells whether the files below `db/migration` are those that a database was migrated with,
/// without loading Flyway, which takes longer than all the rest of a start.
final class MigrationFiles {

    private static final String FOLDER = "db/migration";

    private MigrationFiles() {}

    /// {@return SHA-256 in hex over names and contents}
    static String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var urls = MigrationFiles.class.getClassLoader().getResources(FOLDER);
            while (urls.hasMoreElements()) {
                for (var file : files(urls.nextElement()).entrySet()) {
                    digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
                    digest.update((byte) 0);
                    digest.update(MessageDigest.getInstance("SHA-256").digest(file.getValue()));
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new DatabaseRefused("cannot read the migrations: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Map<String, byte[]> files(URL folder) throws IOException {
        var files = new TreeMap<String, byte[]>();
        if (folder.openConnection() instanceof JarURLConnection connection) {
            var jar = connection.getJarFile();
            for (var entry : jar.stream().filter(e -> isFile(e.getName())).toList()) {
                try (var content = jar.getInputStream(entry)) {
                    files.put(entry.getName(), content.readAllBytes());
                }
            }
            return files;
        }
        var root = Path.of(uri(folder));
        try (var walk = Files.walk(root)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                files.put(FOLDER + "/" + root.relativize(file), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static boolean isFile(String name) {
        return name.startsWith(FOLDER + "/") && !name.endsWith("/");
    }

    private static URI uri(URL folder) {
        try {
            return folder.toURI();
        } catch (URISyntaxException e) {
            throw new AssertionError("the class path has URIs only", e);
        }
    }
}
