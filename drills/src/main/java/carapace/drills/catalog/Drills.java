package carapace.drills.catalog;

import carapace.drills.Drill;
import carapace.drills.abuse.Exhaustion;
import carapace.drills.abuse.Flood;
import carapace.drills.abuse.MassRegistration;
import carapace.drills.abuse.RateEvasion;
import carapace.drills.access.AlgConfusion;
import carapace.drills.access.Enumeration;
import carapace.drills.access.ProofReplay;
import carapace.drills.access.Scope;
import carapace.drills.forgery.KeyFork;
import carapace.drills.forgery.MassAssignment;
import carapace.drills.forgery.VoteRace;
import carapace.drills.injection.SqlInjection;
import carapace.drills.injection.StoredXss;
import carapace.drills.takeover.Crash;
import carapace.drills.theft.Breach;
import carapace.drills.theft.RowSecurity;
import carapace.drills.theft.TokenTheft;
import java.util.List;

/// All drills there are.
public final class Drills {

    private static final List<Drill> ALL =
            List.of(
                    new Breach(),
                    new RowSecurity(),
                    new TokenTheft(),
                    new ProofReplay(),
                    new AlgConfusion(),
                    new KeyFork(),
                    new Scope(),
                    new MassAssignment(),
                    new Enumeration(),
                    new RateEvasion(),
                    new MassRegistration(),
                    new Flood(),
                    new Exhaustion(),
                    new VoteRace(),
                    new StoredXss(),
                    new SqlInjection(),
                    new Crash());

    private Drills() {}

    public static List<Drill> all() {
        return ALL;
    }

    /// @throws IllegalArgumentException when there is no drill of that name
    public static Drill named(String name) {
        return ALL.stream()
                .filter(drill -> drill.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "no drill is named %s: there are %s"
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ",
                                                        ALL.stream().map(Drill::name).toList()))));
    }
}
