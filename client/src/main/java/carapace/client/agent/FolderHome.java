package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.protocol.json.JsonException;
import carapace.protocol.key.Handle;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Agents in a folder of mode 0700, in files of mode 0600:
///
/// - `HANDLE.json`: where the agent lives and what it has signed
/// - `HANDLE.keys.N`: its keys; N grows with each rotation, and only the latest stay
/// - `HANDLE.lock`: locked while an agent is in use
final class FolderHome extends AgentHome {

    private static final String SUFFIX = ".json";

    private final Path folder;

    FolderHome(Path folder) {
        this.folder = folder;
    }

    @Override
    public List<Handle> agents() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(Handle::isValid)
                    .sorted()
                    .map(Handle::new)
                    .toList();
        } catch (IOException e) {
            throw new CarapaceException.Home("cannot read %s".formatted(folder), e);
        }
    }

    @Override
    Hold hold(Handle agent) {
        PrivateFiles.prepare(folder);
        try {
            var channel =
                    FileChannel.open(
                            folder.resolve(agent + ".lock"),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(PrivateFiles.FILE_RIGHTS));
            return new FileHold(folder, agent, channel, take(channel, agent));
        } catch (IOException e) {
            throw new CarapaceException.Home(
                    "cannot use %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static FileLock take(FileChannel channel, Handle agent) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another agent object of this very process.
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw inUse(agent);
        }
        return lock;
    }

    private record FileHold(Path folder, Handle agent, FileChannel channel, FileLock lock)
            implements Hold {

        private Path state() {
            return folder.resolve(agent + SUFFIX);
        }

        private Path keyFile(int generation) {
            return folder.resolve("%s.keys.%d".formatted(agent, generation));
        }

        @Override
        public Optional<AgentState> load() {
            var file = state();
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try {
                return Optional.of(AgentState.read(PrivateFiles.read(file)));
            } catch (JsonException | IllegalArgumentException e) {
                throw damaged(file, e);
            }
        }

        @Override
        public void save(AgentState state) {
            PrivateFiles.write(state(), state.write().getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public AgentKeys keys(int generation) {
            var file = keyFile(generation);
            var bytes = PrivateFiles.read(file);
            try (var seeds = KeySeeds.read(bytes)) {
                return seeds.pairs();
            } catch (IllegalArgumentException e) {
                throw damaged(file, e);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        private static CarapaceException damaged(Path file, Exception cause) {
            return new CarapaceException.Home(
                    "cannot read %s: %s; bring back your copy".formatted(file, cause.getMessage()),
                    cause);
        }

        @Override
        public boolean hasKeys(int generation) {
            return Files.exists(keyFile(generation));
        }

        @Override
        public void keep(int generation, KeySeeds seeds) {
            seeds.writeWith(bytes -> PrivateFiles.write(keyFile(generation), bytes));
        }

        @Override
        public void forget(int generation) {
            PrivateFiles.delete(keyFile(generation));
        }

        @Override
        public void close() {
            try (channel) {
                lock.release();
            } catch (IOException e) {
                throw new CarapaceException.Home("cannot let go of %s".formatted(agent), e);
            }
        }
    }
}
