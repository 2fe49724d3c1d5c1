package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.protocol.key.Handle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where agents keep their keys: files that nobody else can read, or memory alone.
public abstract sealed class AgentHome permits FolderHome, MemoryHome {

    /// {@return a home in this folder, which is made with mode 0700 if need be}
    public static AgentHome at(Path folder) {
        return new FolderHome(folder.toAbsolutePath().normalize());
    }

    /// {@return a home that is gone with the process, for trials and load tests}
    public static AgentHome inMemory() {
        return new MemoryHome();
    }

    /// {@return the handles of the agents here, in order}
    public abstract List<Handle> agents();

    /// Takes the agent for one [Agent] alone: two would fork its chain.
    ///
    /// @throws CarapaceException.Home when it is taken already, here or in another process
    abstract Hold hold(Handle agent);

    static CarapaceException inUse(Handle agent) {
        return new CarapaceException.Home(
                "%s is in use by another program: an agent acts from one place at a time"
                        .formatted(agent));
    }

    /// Sole access to what is kept of one agent.
    interface Hold extends AutoCloseable {

        /// {@return what was saved last}
        ///
        /// @throws CarapaceException.Home when it cannot be read, or others could
        Optional<AgentState> load();

        /// Replaces what was saved, durably when it returns.
        void save(AgentState state);

        /// @throws CarapaceException.Home when they are missing, damaged or readable by others
        AgentKeys keys(int generation);

        /// {@return whether there are keys of that generation}
        boolean hasKeys(int generation);

        /// Keeps new keys, durably when it returns. The caller wipes the seeds.
        void keep(int generation, KeySeeds seeds);

        /// Deletes keys that count no more, if they are here.
        void forget(int generation);

        @Override
        void close();
    }
}
