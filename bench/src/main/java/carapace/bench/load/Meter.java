package carapace.bench.load;

import java.util.List;

/// Reads how much processor time the parties have used so far.
public interface Meter {

    Cost read();

    /// {@return a meter that knows nothing}
    static Meter none() {
        return () -> new Cost(0, 0, 0);
    }

    /// Processor time in microseconds.
    ///
    /// @param servers all HTTP servers together: only one of them is busy in a window
    /// @param database PostgreSQL
    /// @param generator this process
    record Cost(double servers, double database, double generator) {

        Cost minus(Cost before) {
            return new Cost(
                    servers - before.servers,
                    database - before.database,
                    generator - before.generator);
        }

        static Cost sum(List<Cost> costs) {
            return new Cost(
                    costs.stream().mapToDouble(Cost::servers).sum(),
                    costs.stream().mapToDouble(Cost::database).sum(),
                    costs.stream().mapToDouble(Cost::generator).sum());
        }

        public double total() {
            return servers + database + generator;
        }

        Cost perRequest(long requests) {
            return requests == 0
                    ? new Cost(0, 0, 0)
                    : new Cost(servers / requests, database / requests, generator / requests);
        }
    }
}
