package carapace.client.agent;

import carapace.client.access.CarapaceException;
import carapace.protocol.key.Handle;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Agents that are gone with the process.
final class MemoryHome extends AgentHome {

    private final Map<Handle, AgentState> states = new ConcurrentHashMap<>();
    private final Map<Named, AgentKeys> keys = new ConcurrentHashMap<>();
    private final Set<Handle> held = ConcurrentHashMap.newKeySet();

    private record Named(Handle agent, int generation) {}

    @Override
    public List<Handle> agents() {
        return states.keySet().stream().sorted(Comparator.comparing(Handle::value)).toList();
    }

    @Override
    Hold hold(Handle agent) {
        if (!held.add(agent)) {
            throw inUse(agent);
        }
        return new MemoryHold(agent);
    }

    private final class MemoryHold implements Hold {

        private final Handle agent;

        MemoryHold(Handle agent) {
            this.agent = agent;
        }

        @Override
        public Optional<AgentState> load() {
            return Optional.ofNullable(states.get(agent));
        }

        @Override
        public void save(AgentState state) {
            states.put(agent, state);
        }

        @Override
        public AgentKeys keys(int generation) {
            var known = keys.get(new Named(agent, generation));
            if (known == null) {
                throw new CarapaceException.Home("the keys of %s are gone".formatted(agent));
            }
            return known;
        }

        @Override
        public boolean hasKeys(int generation) {
            return keys.containsKey(new Named(agent, generation));
        }

        @Override
        public void keep(int generation, KeySeeds seeds) {
            keys.put(new Named(agent, generation), seeds.pairs());
        }

        @Override
        public void forget(int generation) {
            keys.remove(new Named(agent, generation));
        }

        @Override
        public void close() {
            held.remove(agent);
        }
    }
}
