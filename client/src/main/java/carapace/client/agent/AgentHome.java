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
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Where agents keep their keys: one file each, readable by nobody else, or memory alone.
public sealed interface AgentHome {

    /// {@return a home in this folder, which is made with mode 0700 if need be}
    static AgentHome at(Path folder) {
        return new Folder(folder);
    }

    /// {@return a home that is gone with the process, for trials and load tests}
    static AgentHome inMemory() {
        return new Memory(new ConcurrentHashMap<>());
    }

    /// {@return the handles of the agents here, in order}
    List<Handle> agents();

    /// Takes the agent for this process alone: two would fork its chain.
    ///
    /// @throws CarapaceException.Home when another process has it
    Hold hold(Handle agent);

    /// Sole access to one agent's state.
    interface Hold extends AutoCloseable {

        Optional<AgentState> load();

        /// Durable when it returns.
        void save(AgentState state);

        @Override
        void close();
    }

    /// Agents in memory.
    record Memory(Map<Handle, AgentState> states) implements AgentHome {

        @Override
        public List<Handle> agents() {
            return states.keySet().stream()
                    .sorted(java.util.Comparator.comparing(Handle::value))
                    .toList();
        }

        @Override
        public Hold hold(Handle agent) {
            return new Hold() {
                @Override
                public Optional<AgentState> load() {
                    return Optional.ofNullable(states.get(agent));
                }

                @Override
                public void save(AgentState state) {
                    states.put(agent, state);
                }

                @Override
                public void close() {}
            };
        }
    }

    /// Agents in files named `HANDLE.json`, mode 0600.
    record Folder(Path folder) implements AgentHome {

        private static final String SUFFIX = ".json";
        private static final Set<PosixFilePermission> FOLDER_RIGHTS =
                PosixFilePermissions.fromString("rwx------");
        private static final Set<PosixFilePermission> FILE_RIGHTS =
                PosixFilePermissions.fromString("rw-------");

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
        public Hold hold(Handle agent) {
            try {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(FOLDER_RIGHTS));
                var lock = folder.resolve(agent + ".lock");
                var channel =
                        FileChannel.open(
                                lock,
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(FILE_RIGHTS));
                return new FileHold(folder.resolve(agent + SUFFIX), channel, take(channel, agent));
            } catch (IOException e) {
                throw new CarapaceException.Home(
                        "cannot use %s: %s".formatted(folder, e.getMessage()), e);
            }
        }

        private static FileLock take(FileChannel channel, Handle agent) throws IOException {
            try {
                var lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                channel.close();
                throw inUse(agent);
            }
            channel.close();
            throw inUse(agent);
        }

        private static CarapaceException inUse(Handle agent) {
            return new CarapaceException.Home(
                    "%s is in use by another program: an agent acts from one place at a time"
                            .formatted(agent));
        }

        private record FileHold(Path file, FileChannel channel, FileLock lock) implements Hold {

            @Override
            public Optional<AgentState> load() {
                if (!Files.exists(file)) {
                    return Optional.empty();
                }
                try {
                    var rights = Files.getPosixFilePermissions(file);
                    if (!FILE_RIGHTS.containsAll(rights)) {
                        throw new CarapaceException.Home(
                                ("others can read the keys in %s: rotate them, and chmod 600 the"
                                                + " file first")
                                        .formatted(file));
                    }
                    return Optional.of(AgentState.read(Files.readAllBytes(file)));
                } catch (IOException | JsonException | IllegalArgumentException e) {
                    throw new CarapaceException.Home(
                            "cannot read %s: bring back your copy".formatted(file), e);
                }
            }

            /// Written beside and renamed, so that a crash leaves the old file or the new one.
            @Override
            public void save(AgentState state) {
                var fresh = file.resolveSibling(file.getFileName() + ".new");
                try {
                    Files.deleteIfExists(fresh);
                    try (var out =
                            FileChannel.open(
                                    fresh,
                                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                    PosixFilePermissions.asFileAttribute(FILE_RIGHTS))) {
                        var bytes =
                                java.nio.ByteBuffer.wrap(
                                        state.write().getBytes(StandardCharsets.UTF_8));
                        while (bytes.hasRemaining()) {
                            out.write(bytes);
                        }
                        out.force(true);
                    }
                    Files.move(
                            fresh,
                            file,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                    throw new CarapaceException.Home(
                            "cannot write %s: %s".formatted(file, e.getMessage()), e);
                }
            }

            @Override
            public void close() {
                try (channel) {
                    lock.release();
                } catch (IOException e) {
                    throw new CarapaceException.Home("cannot release " + file, e);
                }
            }
        }
    }
}
